"""What categories ask, in cells: `12.5 cm`, a label in any language, several choices with bars between them."""

import re
from collections.abc import Mapping
from typing import Any

from sellers.imports.fields import plain_name
from sellers.imports.values import date_text, number_text
from sellers.specs import Definition

# Before the code of an attribute in the name of a column.
SPEC_PREFIX = "spec: "
_NUMBER = re.compile(r"^\s*([-+\d.,'\s\u00a0]+)\s*(.*)$")


def answer_of(definition: Definition, cell: str, decimal: str = ".") -> Any:
    """Return a cell as `read_specs` takes an answer; what is none stays as it stands, to be refused."""
    text = cell.strip()
    if definition.type == "number":
        found = _NUMBER.match(text)
        if found is None:
            return text
        unit = found.group(2).strip()
        known = {plain_name(each): each for each in definition.units}
        return {"value": number_text(found.group(1), decimal), "unit": known.get(plain_name(unit), unit)}
    if definition.type == "choice":
        return _choice(definition, text)
    if definition.type == "choices":
        return [_choice(definition, part.strip()) for part in re.split(r"[|;,、]", text) if part.strip()]
    if definition.type == "date":
        return date_text(text)
    return text


def answer_text(answer: Any) -> str:
    """Return an answer as a cell, so that `answer_of` reads it back."""
    if isinstance(answer, Mapping):
        return f"{answer.get('value', '')} {answer.get('unit', '')}".strip()
    if isinstance(answer, list):
        return " | ".join(map(str, answer))
    return "yes" if answer is True else "no" if answer is False else str(answer)


def _choice(definition: Definition, text: str) -> str:
    plain = plain_name(text)
    for each in definition.choices:
        if text == each.code or plain in {plain_name(label) for label in each.labels.values()}:
            return each.code
    return text
