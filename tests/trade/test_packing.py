"""Packing: what goes into which parcel. Everything here is arithmetic; how long it takes is for the benchmarks."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.trade.test_trade_documents import table
from trade.packing import Hold, NotPacked, Packed, Parcel, fewest, pack, utilisation

CARTON = Hold(600, 400, 400, 30_000, 1_500, 3_000)
PALLET = Hold(1_200, 800, 1_800, 900_000, 2_400, 7_200)


def packed(pieces: list[Parcel], hold: Hold = CARTON) -> tuple[Packed, ...]:
    answer = pack(pieces, hold)
    assert not isinstance(answer, NotPacked), answer
    return answer


@pytest.mark.parametrize(
    ("pieces", "weight", "size", "hold", "parcels", "outer", "used"), table("packing.md", "packing")
)
def test_the_table_in_the_document(
    pieces: str, weight: str, size: str, hold: str, parcels: str, outer: str, used: str
) -> None:
    holds = {"carton": CARTON, "pallet": PALLET}
    length, width, height = (int(side) for side in size.split("x"))
    answer = packed([Parcel(int(weight), length, width, height, int(pieces))], holds[hold])
    found = ", ".join(f"{each.count} x {'x'.join(map(str, each.size or ()))}" for each in answer)
    assert (str(sum(each.count for each in answer)), found, f"{utilisation(answer):.0%}") == (parcels, outer, used)


PIECES = st.lists(
    st.builds(
        Parcel,
        weight_g=st.integers(50, 20_000),
        length_mm=st.integers(20, 900),
        width_mm=st.integers(20, 500),
        height_mm=st.integers(10, 500),
        count=st.integers(1, 60),
        may_turn=st.booleans(),
        is_stackable=st.booleans(),
        dangerous=st.sampled_from(["", "", "li-alone"]),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=120, deadline=None)
@given(PIECES, st.sampled_from([CARTON, PALLET]))
def test_everything_is_packed_once_and_within_the_limits(pieces: list[Parcel], hold: Hold) -> None:
    answer = pack(pieces, hold)
    if isinstance(answer, NotPacked):
        piece = pieces[answer.piece]
        size = sorted(piece.size or (), reverse=True)
        assert piece.weight_g > hold.max_weight_g or size[0] + 2 * size[1] + 2 * size[2] > hold.max_girth_mm
        return
    assert sum(each.pieces * each.count for each in answer) == sum(piece.count for piece in pieces)
    assert sum(each.weight_g * each.count for each in answer) == sum(piece.weight_g * piece.count for piece in pieces)
    for each in answer:
        assert each.weight_g <= hold.max_weight_g
        assert each.goods_cm3 <= each.volume_cm3
        assert each.size is not None
        if each.pieces > 1:
            assert all(
                side <= most
                for side, most in zip(each.size, (hold.length_mm, hold.width_mm, hold.height_mm), strict=True)
            )
    assert sum(each.count for each in answer) >= 1
    assert 0 < utilisation(answer) <= 1


@settings(max_examples=40, deadline=None)
@given(PIECES, st.randoms(use_true_random=False))
def test_the_order_of_the_pieces_does_not_matter(pieces: list[Parcel], shuffler: random.Random) -> None:
    shuffled = list(pieces)
    shuffler.shuffle(shuffled)
    first, second = pack(pieces, PALLET), pack(shuffled, PALLET)
    if not isinstance(first, NotPacked):
        assert first == second


def test_dangerous_goods_and_temperatures_never_share_a_parcel() -> None:
    answer = packed(
        [
            Parcel(1_000, 100, 100, 100, 3),
            Parcel(1_000, 100, 100, 100, 2, dangerous="li-alone"),
            Parcel(1_000, 100, 100, 100, 2, dangerous="perfume"),
            Parcel(1_000, 100, 100, 100, 4, max_c=2),
        ]
    )
    assert sorted((each.dangerous, each.max_c, each.pieces) for each in answer if each.max_c is None) == [
        ("", None, 3), ("li-alone", None, 2), ("perfume", None, 2),
    ]  # fmt: skip
    assert [(each.max_c, each.pieces) for each in answer if each.max_c is not None] == [(2, 4)]


def test_nothing_stands_on_what_is_not_stackable() -> None:
    vases = [Parcel(2_000, 300, 200, 200, 8, is_stackable=False)]
    answer = packed(vases, PALLET)
    assert all(each.size is not None and each.size[2] in (200, 300) for each in answer)
    lying = packed([Parcel(2_000, 300, 200, 150, 8)], PALLET)
    assert sum(each.count for each in lying) == 1


def test_what_must_stand_upright_is_not_laid_on_its_side() -> None:
    tall = Parcel(2_000, 100, 100, 500, 4, may_turn=False)
    lying = packed([Parcel(2_000, 100, 100, 500, 4)])
    assert sum(each.count for each in lying) == 1
    # Taller than the carton and not to be turned: each travels alone.
    assert [(each.count, each.size) for each in packed([tall])] == [(4, (100, 100, 500))]


def test_a_piece_larger_than_the_hold_travels_alone_and_one_over_the_limits_not_at_all() -> None:
    (alone,) = packed([Parcel(9_000, 1_400, 200, 200, 2)])
    assert (alone.count, alone.pieces) == (2, 1)
    assert pack([Parcel(100, 10, 10, 10), Parcel(9_000, 1_600, 200, 200)], CARTON) == NotPacked("too_large", 1)
    assert pack([Parcel(31_000, 100, 100, 100)], CARTON) == NotPacked("too_heavy", 0)


def test_pieces_without_sizes_go_by_weight_and_an_assumed_volume() -> None:
    answer = packed([Parcel(6_000, count=7)])
    assert [(each.weight_g, each.volume_cm3, each.size, each.count) for each in answer] == [
        (30_000, 120_000, None, 1), (12_000, 48_000, None, 1),
    ]  # fmt: skip


def test_packing_is_near_the_least_that_volume_and_weight_allow() -> None:
    """Mixed real-looking cartons on pallets: at most half as many again as a perfect packer could ever need."""
    chance = random.Random(11)
    pieces = [
        Parcel(chance.randint(300, 9_000), chance.randint(90, 500), chance.randint(80, 400), chance.randint(50, 400), 5)
        for _each in range(200)
    ]
    answer = packed(pieces, PALLET)
    assert sum(each.count for each in answer) <= 1.5 * fewest(pieces, PALLET)
    assert utilisation(answer) > 0.7
