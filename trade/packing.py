"""
Packing of pieces into parcels, pallets and containers. Told with figures in docs/algorithms/packing.md.

Pure and deterministic: the same pieces in any order give the same parcels. Blocks of equal pieces are laid into the
largest free space, largest pieces first; what fills one hold is repeated for as long as the pieces last, so the work
grows with the number of different pieces, not with their number.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from heapq import heappop, heappush
from itertools import permutations
from math import ceil

# Light goods fill parcels before they weigh anything: without sizes this many litres are taken for a kilogram.
ASSUMED_LITRES_PER_KG = 4
# A request for more parcels than this is not something anybody would hand over.
MOST_PARCELS = 20_000
# How many arrangements of one block are looked at.
MOST_GRIDS = 400

Size = tuple[int, int, int]
# A kind's volume in cm³, its place in the order, its sides from short to long, and its weight.
Row = tuple[int, int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Parcel:
    """
    `count` equal pieces of `weight_g` each; sizes in millimetres (length, width, height as it stands), None when not
    known.

    `may_turn` allows laying it on its side; `is_stackable` allows others on top. `dangerous` is a code of
    `trade/data/dangerous_goods.csv`; `min_c` and `max_c` are the temperatures to keep it between, None for no limit.
    """

    weight_g: int
    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None
    count: int = 1
    may_turn: bool = True
    is_stackable: bool = True
    dangerous: str = ""
    min_c: float | None = None
    max_c: float | None = None

    @property
    def size(self) -> Size | None:
        """Length, width and height, or None while any is not known."""
        if self.length_mm and self.width_mm and self.height_mm:
            return self.length_mm, self.width_mm, self.height_mm
        return None

    @property
    def volume_cm3(self) -> int:
        """The volume of one piece; taken from its weight when sizes are not known."""
        if (size := self.size) is None:
            return self.weight_g * ASSUMED_LITRES_PER_KG
        return ceil(size[0] * size[1] * size[2] / 1000)


@dataclass(frozen=True, slots=True)
class Carton:
    """What `units` pieces are shipped in when they fill it: its full weight in grams, sizes in millimetres."""

    units: int
    weight_g: int
    length_mm: int
    width_mm: int
    height_mm: int


def in_cartons(pieces: Parcel, carton: Carton | None) -> tuple[Parcel, ...]:
    """
    Return `pieces` as they travel: full cartons as far as the count fills them, the rest as single pieces.

    A carton is closed: it is not opened to fill another. Without a carton all are single pieces.
    """
    full, rest = divmod(pieces.count, carton.units) if carton is not None and carton.units > 1 else (0, pieces.count)
    if carton is None or not full:
        return (pieces,)
    boxes = replace(
        pieces,
        weight_g=carton.weight_g,
        length_mm=carton.length_mm,
        width_mm=carton.width_mm,
        height_mm=carton.height_mm,
        count=full,
    )
    return (boxes, replace(pieces, count=rest)) if rest else (boxes,)


@dataclass(frozen=True, slots=True)
class Hold:
    """What pieces are put together in: its inner size, what it carries, and what one piece may measure."""

    length_mm: int
    width_mm: int
    height_mm: int
    max_weight_g: int
    max_length_mm: int
    max_girth_mm: int


@dataclass(frozen=True, slots=True)
class Packed:
    """
    `count` equal parcels. `size` is the outer box of the pieces, None while a size in it is not known; `volume_cm3` is
    that box's volume, or what was assumed.
    """

    weight_g: int
    volume_cm3: int
    goods_cm3: int
    pieces: int
    size: Size | None
    count: int = 1
    dangerous: str = ""
    min_c: float | None = None
    max_c: float | None = None


@dataclass(frozen=True, slots=True)
class NotPacked:
    """Why not: `too_heavy` or `too_large`, and which of the pieces given (counted from 0)."""

    reason: str
    piece: int


def pack(pieces: Sequence[Parcel], hold: Hold) -> tuple[Packed, ...] | NotPacked:
    """
    Put pieces into as few holds as the heuristic finds, heaviest parcels first.

    Pieces that need different temperatures, and dangerous goods of different kinds, never share a parcel. A piece that
    is larger than the hold but within the limits of one piece travels alone.
    """
    return _pack(tuple(pieces), hold)


@lru_cache(maxsize=4096)
def _pack(pieces: tuple[Parcel, ...], hold: Hold) -> tuple[Packed, ...] | NotPacked:
    groups: dict[tuple[str, float | None, float | None], dict[Parcel, int]] = {}
    for place, piece in enumerate(pieces):
        if piece.weight_g > hold.max_weight_g:
            return NotPacked("too_heavy", place)
        if (size := piece.size) is not None and is_too_large(size, hold):
            return NotPacked("too_large", place)
        # Equal pieces given in several rows are one kind.
        kinds = groups.setdefault((piece.dangerous, piece.min_c, piece.max_c), {})
        kind = piece if piece.count == 1 else replace(piece, count=1)
        kinds[kind] = kinds.get(kind, 0) + piece.count
    parcels: list[Packed] = []
    for (dangerous, min_c, max_c), kinds in groups.items():
        # Far fewer fit nowhere than anybody would hand over: stop before the arithmetic becomes work.
        if sum(kind.weight_g * count for kind, count in kinds.items()) > hold.max_weight_g * MOST_PARCELS:
            return NotPacked("too_heavy", 0)
        packed = _pack_group(kinds, hold)
        if dangerous or min_c is not None or max_c is not None:
            packed = [replace(each, dangerous=dangerous, min_c=min_c, max_c=max_c) for each in packed]
        parcels += packed
    parcels.sort(key=lambda parcel: (-parcel.weight_g, -parcel.volume_cm3, parcel.dangerous, parcel.pieces))
    return tuple(parcels)


def is_too_large(size: Size, hold: Hold) -> bool:
    """Tell whether one piece is over the limits on length, or on length plus twice width plus twice height."""
    long, middle, short = sorted(size, reverse=True)
    return long > hold.max_length_mm or long + 2 * middle + 2 * short > hold.max_girth_mm


def fewest(pieces: Sequence[Parcel], hold: Hold) -> int:
    """Return how many holds are needed at the very least, by volume and by weight; packing cannot do better."""
    volume = sum(piece.volume_cm3 * piece.count for piece in pieces)
    weight = sum(piece.weight_g * piece.count for piece in pieces)
    room = hold.length_mm * hold.width_mm * hold.height_mm / 1000
    return max(1, ceil(volume / room), ceil(weight / hold.max_weight_g))


def utilisation(parcels: Sequence[Packed]) -> float:
    """Return how much of the parcels' outer boxes is goods, from 0 to 1."""
    boxes = sum(parcel.volume_cm3 * parcel.count for parcel in parcels)
    return sum(parcel.goods_cm3 * parcel.count for parcel in parcels) / boxes if boxes else 1.0


def _pack_group(kinds: dict[Parcel, int], hold: Hold) -> list[Packed]:
    measured: list[tuple[Parcel, int]] = []
    weighed: list[tuple[Parcel, int]] = []
    found: list[Packed] = []
    for kind, count in kinds.items():
        if kind.size is None:
            weighed.append((kind, count))
        elif _orientations(kind, (hold.length_mm, hold.width_mm, hold.height_mm)):
            measured.append((kind, count))
        else:
            found.append(Packed(kind.weight_g, kind.volume_cm3, kind.volume_cm3, 1, kind.size, count))
    return [*found, *_pack_measured(measured, hold), *_pack_weighed(weighed, hold)]


def _pack_weighed(kinds: list[tuple[Parcel, int]], hold: Hold) -> list[Packed]:
    """Pieces without sizes: put together by weight alone, the volume assumed."""
    full: list[Packed] = []
    rest: list[tuple[int, int, int]] = []
    for kind, count in kinds:
        fits = max(1, hold.max_weight_g // kind.weight_g)
        # The last parcel of each kind may have room for pieces of another.
        times, left = divmod(count - 1, fits)
        if times:
            volume = fits * kind.volume_cm3
            full.append(Packed(fits * kind.weight_g, volume, volume, fits, None, times))
        rest.append(((left + 1) * kind.weight_g, (left + 1) * kind.volume_cm3, left + 1))
    shared: list[tuple[int, int, int]] = []
    for weight, volume, pieces in sorted(rest, reverse=True):
        for place, held in enumerate(shared):
            if held[0] + weight <= hold.max_weight_g:
                shared[place] = (held[0] + weight, held[1] + volume, held[2] + pieces)
                break
        else:
            shared.append((weight, volume, pieces))
    return full + [Packed(weight, volume, volume, pieces, None) for weight, volume, pieces in shared]


def _pack_measured(kinds: list[tuple[Parcel, int]], hold: Hold) -> list[Packed]:
    kinds.sort(key=lambda each: _rank(each[0]), reverse=True)
    left = [count for _kind, count in kinds]
    order = [kind for kind, _count in kinds]
    # From small to large, so that what is too large for a space is skipped at once.
    waiting = sorted(_row(kind, place) for place, kind in enumerate(order) if kind.is_stackable)
    fragile = [_row(kind, place) for place, kind in enumerate(order) if not kind.is_stackable]
    lightest = min((kind.weight_g for kind in order), default=0)
    found: list[Packed] = []
    while waiting or fragile:
        used, packed = _fill(order, left, waiting, fragile, lightest, hold)
        times = min(left[place] // count for place, count in used.items())
        for place, count in used.items():
            left[place] -= count * times
        waiting = [row for row in waiting if left[row[1]]]
        fragile = [row for row in fragile if left[row[1]]]
        found.append(packed if times == 1 else replace(packed, count=times))
    return found


def _rank(kind: Parcel) -> tuple[int, ...]:
    """Largest first; every field takes part, so that the order of the pieces given does not matter."""
    assert kind.size is not None
    return (kind.is_stackable, kind.volume_cm3, max(kind.size), kind.weight_g, *kind.size, kind.may_turn)


def _row(kind: Parcel, place: int) -> Row:
    """A kind as it is looked at for every space: it fits nowhere that is shorter in any of its sides."""
    short, middle, long = sorted(kind.size or (0, 0, 0))
    return kind.volume_cm3, place, short, middle, long, kind.weight_g


def _fill(
    order: list[Parcel], left: list[int], waiting: list[Row], fragile: list[Row], lightest: int, hold: Hold
) -> tuple[dict[int, int], Packed]:
    """Fill one hold; return how many of each kind went in, and the parcel."""
    used: dict[int, int] = {}
    waiting, fragile = waiting.copy(), fragile.copy()
    spaces: list[tuple[int, int, int, int, int, int]] = [(0, 0, 0, hold.length_mm, hold.width_mm, hold.height_mm)]
    weight = goods = pieces = 0
    far = [0, 0, 0]
    while spaces and hold.max_weight_g - weight >= lightest:
        # The lowest, then the nearest to the corner: what is laid rests on the floor or on what lies below.
        z, y, x, length, width, height = heappop(spaces)
        placed = _choose(order, left, used, waiting, fragile, (length, width, height), hold.max_weight_g - weight)
        if placed is None:
            continue
        row, count, (block_l, block_w, block_h) = placed
        place = row[1]
        kind = order[place]
        used[place] = used.get(place, 0) + count
        weight += count * kind.weight_g
        goods += count * row[0]
        pieces += count
        far = [max(far[0], x + block_l), max(far[1], y + block_w), max(far[2], z + block_h)]
        if used[place] == left[place]:
            (waiting if kind.is_stackable else fragile).remove(row)
        if not waiting and not fragile:
            break
        if kind.is_stackable and height > block_h:
            heappush(spaces, (z + block_h, y, x, block_l, block_w, height - block_h))
        # The floor that is left over is cut so that the larger of the two pieces stays whole.
        if (length - block_l) * width >= (width - block_w) * length:
            right, front = (length - block_l, width), (block_l, width - block_w)
        else:
            right, front = (length - block_l, block_w), (length, width - block_w)
        if right[0] > 0 and right[1] > 0:
            heappush(spaces, (z, y, x + block_l, right[0], right[1], height))
        if front[0] > 0 and front[1] > 0:
            heappush(spaces, (z, y + block_w, x, front[0], front[1], height))
    size = (far[0], far[1], far[2])
    volume = ceil(size[0] * size[1] * size[2] / 1000)
    return used, Packed(weight, max(volume, goods), goods, pieces, size)


def _choose(
    order: list[Parcel],
    left: list[int],
    used: dict[int, int],
    waiting: list[Row],
    fragile: list[Row],
    space: Size,
    weight_left: int,
) -> tuple[Row, int, Size] | None:
    """Return the largest kind that fits the space, how many of it, and the size of their block."""
    room = space[0] * space[1] * space[2] // 1000 + 1
    shortest, between, longest = sorted(space)
    smaller = bisect_left(waiting, (room, len(order)))
    # What nothing may stand on goes in last, on top.
    for rows in (reversed(waiting[:smaller]), fragile):
        for row in rows:
            _volume, place, short, middle, long, weight = row
            if long > longest or middle > between or short > shortest or weight > weight_left:
                continue
            most = min(left[place] - used.get(place, 0), weight_left // weight)
            block = _best_way(order[place], space) if most == 1 else _best_block(order[place], most, space)
            if block is not None:
                return row, *block
    return None


def _best_way(kind: Parcel, space: Size) -> tuple[int, Size] | None:
    """Return how a single piece stands lowest and squarest: what `_best_block` says of one, without the search."""
    ways = _orientations(kind, space)
    return (1, min(ways, key=lambda way: (way[2], max(way), way))) if ways else None


@lru_cache(maxsize=8192)
def _best_block(kind: Parcel, most: int, space: Size) -> tuple[int, Size] | None:
    """Return the grid of up to `most` pieces that holds the most of them in the smallest box."""
    best: tuple[tuple[int, ...], int, Size] | None = None
    for long, wide, high in _orientations(kind, space):
        along, across, up = space[0] // long, space[1] // wide, space[2] // high
        if not kind.is_stackable:
            up = 1
        count = min(most, along * across * up)
        for row, column, layer in _grids(count, along, across, up):
            box = (row * long, column * wide, layer * high)
            # More pieces, then less air, then a lower and squarer box.
            key = (-count, box[0] * box[1] * box[2], box[2], max(box), long, wide)
            if best is None or key < best[0]:
                best = (key, count, box)
    return (best[1], best[2]) if best else None


def _grids(count: int, along: int, across: int, up: int) -> list[Size]:
    """Return grids that hold `count`, none of them with a row, column or layer to spare."""
    grids: list[Size] = []
    for layer in range(ceil(count / (along * across)), min(up, count) + 1):
        floor = ceil(count / layer)
        for row in range(ceil(floor / across), min(along, floor) + 1):
            grids.append((row, ceil(floor / row), layer))
            if len(grids) >= MOST_GRIDS:
                return grids
    return grids


def _orientations(kind: Parcel, space: Size) -> list[Size]:
    """Return the ways a piece may stand in a space."""
    assert kind.size is not None
    long, wide, high = kind.size
    ways = set(permutations(kind.size)) if kind.may_turn else {(long, wide, high), (wide, long, high)}
    return sorted(way for way in ways if way[0] <= space[0] and way[1] <= space[1] and way[2] <= space[2])
