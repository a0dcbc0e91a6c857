"""Stripe's form encoding: ``a[b][0][c]=1`` becomes ``{"a": {"b": [{"c": "1"}]}}``."""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl

_SEGMENT = re.compile(r"\[([^\[\]]*)\]")
MAX_FIELDS = 5000


class MalformedForm(ValueError):
    """The body or query string is not something Stripe's encoding can mean."""


def parse(text: str) -> dict[str, Any]:
    """
    Decode a query string or form body into nested dicts and lists of strings.

    ``key[]=x`` appends; ``key[0]=x`` with only numeric keys becomes a list ordered by index.

    :raises MalformedForm: if one name is used both as a value and as a container, or brackets do not match.
    """
    try:
        pairs = parse_qsl(text, keep_blank_values=True, strict_parsing=False, max_num_fields=MAX_FIELDS)
    except ValueError as error:
        raise MalformedForm("Too many parameters in one request.") from error
    return parse_pairs(pairs)


def parse_pairs(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Like :func:`parse`, for already decoded name and value pairs."""
    root: dict[str, Any] = {}
    for name, value in pairs:
        _insert(root, _path(name), value)
    return {key: _listed(value) for key, value in root.items()}


def _path(name: str) -> list[str]:
    head, bracket, _ = name.partition("[")
    if not bracket:
        return [name]
    rest = name[len(head) :]
    segments = _SEGMENT.findall(rest)
    if not head or "".join(f"[{segment}]" for segment in segments) != rest:
        raise MalformedForm(f"Invalid parameter name: {name}")
    return [head, *segments]


def _insert(node: dict[str, Any], path: list[str], value: str) -> None:
    for position, segment in enumerate(path):
        if segment == "":
            segment = str(len(node))
        if position == len(path) - 1:
            if isinstance(node.get(segment), dict):
                raise MalformedForm(f"Parameter {segment} is both a value and an object.")
            node[segment] = value
        else:
            child = node.setdefault(segment, {})
            if not isinstance(child, dict):
                raise MalformedForm(f"Parameter {segment} is both a value and an object.")
            node = child


def _listed(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if value and all(key.isdecimal() for key in value):
        return [_listed(value[key]) for key in sorted(value, key=int)]
    return {key: _listed(child) for key, child in value.items()}
