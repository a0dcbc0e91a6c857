"""Lucide's line drawings as SVG for a page."""

from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

from lucide import IconDoesNotExist

SVG = "{http://www.w3.org/2000/svg}"


@cache
def _drawings() -> ZipFile:
    """
    Every drawing, packed. The list of some 1,700 is read once a process, not once an icon as the package does.

    In memory: an open file would be shared, with its position, by the processes that are forked from this one.
    """
    return ZipFile(BytesIO((files("lucide") / "lucide.zip").read_bytes()))


def draw_icon(name: str, size: int, **attributes: Any) -> str:
    """
    Return an icon as an `<svg>` element of `size` by `size` pixels; `_` in an attribute's name stands for `-`.

    :raises IconDoesNotExist: if there is none of that name.
    """
    try:
        drawing = _drawings().read(f"{name}.svg")
    except KeyError:
        raise IconDoesNotExist(f"The icon {name!r} does not exist.") from None
    # The drawings are the package's own.
    svg = ElementTree.fromstring(drawing.decode())  # noqa: S314
    for node in svg.iter():
        node.tag = node.tag.removeprefix(SVG)
    svg.attrib["width"] = svg.attrib["height"] = str(size)
    svg.attrib.update({key.replace("_", "-"): str(value) for key, value in attributes.items()})
    return ElementTree.tostring(svg, encoding="unicode")
