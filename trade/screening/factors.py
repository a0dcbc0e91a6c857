"""What speaks for or against a match beside the name: country, date of birth, numbers."""

from dataclasses import dataclass, field

SAME_COUNTRY, OTHER_COUNTRY = 0.02, -0.03
SAME_BIRTH, SAME_YEAR, OTHER_BIRTH = 0.05, 0.02, -0.15
# Lists are a year or two off more often than not.
YEARS_APART = 2


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of somebody; dates as ISO texts, cut where no more is known."""

    countries: frozenset[str] = frozenset()
    births: tuple[str, ...] = ()
    identifiers: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Factor:
    """One second factor: its `code` and by how much it moved the score."""

    code: str
    effect: float


def weigh(score: float, ours: Facts, theirs: Facts) -> tuple[float, list[Factor]]:
    """
    Return the score with second factors in, and what they were.

    A number in common is proof by itself. Nothing is taken off for what either side does not say.
    """
    if ours.identifiers & theirs.identifiers:
        return 1.0, [Factor("same_number", round(1.0 - score, 4))]
    factors: list[Factor] = []
    if ours.countries and theirs.countries:
        shared = bool(ours.countries & theirs.countries)
        factors.append(Factor("same_country", SAME_COUNTRY) if shared else Factor("other_country", OTHER_COUNTRY))
    if ours.births and theirs.births:
        factors.append(_births(ours.births, theirs.births))
    total = score + sum(factor.effect for factor in factors)
    return round(max(0.0, min(1.0, total)), 4), factors


def _births(ours: tuple[str, ...], theirs: tuple[str, ...]) -> Factor:
    if any(len(one) == 10 and one == other for one in ours for other in theirs):
        return Factor("same_birth", SAME_BIRTH)
    apart = min(abs(int(one[:4]) - int(other[:4])) for one in ours for other in theirs)
    if apart > YEARS_APART:
        return Factor("other_birth", OTHER_BIRTH)
    return Factor("near_birth", SAME_YEAR)
