"""How units are packed: in inner packs and cartons. Pure."""

from typing import Protocol

from trade.packing import Carton

INNER = ("units_per_inner", "units_per_carton")
CARTON = ("carton_weight_g", "carton_length_mm", "carton_width_mm", "carton_height_mm")


class Packaged(Protocol):
    """What says how it is packed."""

    units_per_carton: int | None
    carton_weight_g: int | None
    carton_length_mm: int | None
    carton_width_mm: int | None
    carton_height_mm: int | None


def carton_of(listing: Packaged) -> Carton | None:
    """Return the carton that units are shipped in, or None while not all of it is known."""
    values = (
        listing.units_per_carton, listing.carton_weight_g, listing.carton_length_mm, listing.carton_width_mm,
        listing.carton_height_mm,
    )  # fmt: skip
    units, weight, length, width, height = values
    if not (units and weight and length and width and height):
        return None
    return Carton(units, weight, length, width, height)
