"""
A part of a page that depends on nothing but a few values is drawn once per process and language.

    {% memo card=offer loading="eager" %} ... {% endmemo %}

Inside, only these values exist: no request, no reader, no token. So what is kept cannot hold anything of anybody's, and
may be shown to everybody. A value is compared by what it equals; give whole things as frozen dataclasses.
"""

from collections import OrderedDict
from threading import Lock
from typing import Any

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.utils.translation import get_language

register = template.Library()

# Some 3 kB each: a process keeps at most a few megabytes.
MOST_KEPT = 3000


class Kept:
    """Drawn parts by what they were drawn from; the longest unused go first."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._parts: OrderedDict[Any, str] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Any) -> str | None:
        """Return what is kept under `key`."""
        with self._lock:
            part = self._parts.get(key)
            if part is not None:
                self._parts.move_to_end(key)
            return part

    def put(self, key: Any, part: str) -> None:
        """Keep `part` under `key`."""
        with self._lock:
            self._parts[key] = part
            while len(self._parts) > self._most:
                self._parts.popitem(last=False)

    def forget(self) -> None:
        """Drop everything."""
        with self._lock:
            self._parts.clear()

    def __len__(self) -> int:
        return len(self._parts)


KEPT = Kept()


class MemoNode(Node):
    """Draws its inside with the named values alone, unless it already has for these values."""

    def __init__(self, nodelist: NodeList, values: dict[str, FilterExpression]) -> None:
        self.nodelist = nodelist
        self.values = values

    def render(self, context: Context) -> str:
        """Return what is kept, or draw and keep it."""
        given = {name: value.resolve(context) for name, value in self.values.items()}
        # The type too: 1 equals True, and a safe text equals an unsafe one, but they are drawn differently.
        key = (self, get_language(), context.autoescape, *((type(value), value) for value in given.values()))
        drawn = KEPT.get(key)
        if drawn is None:
            alone = Context(given, autoescape=context.autoescape)
            alone.template, alone.render_context = context.template, context.render_context
            drawn = self.nodelist.render(alone)
            KEPT.put(key, drawn)
        return drawn


@register.tag
def memo(parser: Parser, token: Token) -> MemoNode:
    """
    `{% memo name=value ... %}`: see the module.

    :raises TemplateSyntaxError: if something other than name=value is given.
    """
    tag, *words = token.split_contents()
    values = token_kwargs(words, parser)
    if words:
        raise template.TemplateSyntaxError(f"{tag} takes name=value only, not {words[0]!r}")
    nodelist = parser.parse(("endmemo",))
    parser.delete_first_token()
    return MemoNode(nodelist, values)
