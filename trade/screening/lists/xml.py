"""Reading large XML lists element by element, without entities, external references or a whole tree in memory."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext as _

from trade.screening.lists.values import ListFileRefused

Element = Any


def read_elements(path: Path, wanted: set[str], *, root: dict[str, str] | None = None) -> Iterator[tuple[str, Element]]:
    """
    Yield the wanted elements with their names, namespaces taken off, and forget each afterwards.

    :param root: filled with the attributes of the document's element.
    :raises ListFileRefused: if the file is no well-formed XML, or declares entities.
    """
    stack: list[Element] = []
    try:
        for event, element in iterparse(str(path), events=("start", "end"), forbid_dtd=False):
            element.tag = element.tag.rpartition("}")[2]
            if event == "start":
                if not stack and root is not None:
                    root.update(element.attrib)
                stack.append(element)
                continue
            stack.pop()
            if element.tag in wanted and not any(each.tag in wanted for each in stack):
                yield element.tag, element
                element.clear()
                if stack:
                    stack[-1].remove(element)
    except ParseError as error:
        line, column = error.position
        place = f"{path.name}:{line}:{column}"
        raise ListFileRefused(
            fields={place: [_("This is not well-formed XML: %(error)s") % {"error": error}]}
        ) from error
    except DefusedXmlException as error:
        raise ListFileRefused(fields={path.name: [_("XML with entity declarations is not read.")]}) from error


def text_of(element: Element, path: str) -> str:
    """The text at `path`, or empty."""
    return (element.findtext(path) or "").strip()
