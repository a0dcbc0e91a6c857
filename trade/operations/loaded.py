"""What a load of reference data came to."""

from dataclasses import dataclass

BATCH = 2000


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows were added, changed and left as they were."""

    added: int = 0
    changed: int = 0
    kept: int = 0

    def __add__(self, other: "Loaded") -> "Loaded":
        return Loaded(self.added + other.added, self.changed + other.changed, self.kept + other.kept)
