"""A part that is drawn once holds only what it was given, and is drawn again as soon as that differs."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpRequest
from django.template import Context, RequestContext, Template, TemplateSyntaxError
from django.utils import translation
from django.utils.safestring import mark_safe

from marketplace.kernel.templatetags.memo import KEPT, Kept


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    KEPT.forget()


class Counted:
    """Says how often it was read."""

    def __init__(self) -> None:
        self.reads = 0

    @property
    def text(self) -> str:
        self.reads += 1
        return "drawn"


def test_it_is_drawn_once_for_the_same_values() -> None:
    template = Template("{% load memo %}{% memo it=it %}[{{ it.text }}]{% endmemo %}")
    it = Counted()
    assert [template.render(Context({"it": it})) for _ in range(3)] == ["[drawn]"] * 3
    assert it.reads == 1
    template.render(Context({"it": Counted()}))
    assert len(KEPT) == 2


def test_what_is_not_named_is_not_there() -> None:
    """Neither the reader nor a token can end up in what everybody is shown."""
    body = "{% memo a=a %}{{ a }}{{ user }}{{ request }}{{ csrf_token }}{% csrf_token %}{{ b }}{% endmemo %}{{ b }}"
    context = RequestContext(HttpRequest(), {"a": "1", "b": "2", "user": "somebody", "csrf_token": "secret"})
    assert Template("{% load memo %}" + body).render(context) == "12"


def test_each_language_has_its_own() -> None:
    template = Template("{% load memo i18n %}{% memo %}{% translate 'Cart' %}{% endmemo %}")
    with translation.override("en"):
        english = template.render(Context())
    with translation.override("fr"):
        french = template.render(Context())
    assert (english, french) == ("Cart", "Panier")


@pytest.mark.parametrize(
    ("first", "second"), [(1, True), ("<b>", mark_safe("<b>")), (mark_safe("<b>"), "<b>")], ids=repr
)
def test_values_that_are_equal_but_drawn_differently_are_kept_apart(first: Any, second: Any) -> None:
    template = Template("{% load memo %}{% memo it=it %}{{ it }}{% endmemo %}")
    plain = Template("{{ it }}")
    for value in (first, second):
        assert template.render(Context({"it": value})) == plain.render(Context({"it": value}))


def test_two_parts_of_a_template_do_not_meet() -> None:
    template = Template("{% load memo %}{% for n in '12' %}{% memo n=n %}a{{ n }}{% endmemo %}{% memo n=n %}b{{ n }}"
                        "{% endmemo %}{% endfor %}")  # fmt: skip
    assert template.render(Context()) == "a1b1a2b2"


def test_whole_things_are_compared_by_what_they_hold() -> None:
    @dataclass(frozen=True)
    class Card:
        title: str

    template = Template("{% load memo %}{% memo card=card %}{{ card.title }}{% endmemo %}")
    for title in ("Bowl", "Bowl", "Vase"):
        assert template.render(Context({"card": Card(title)})) == title
    assert len(KEPT) == 2


def test_the_longest_unused_goes_first() -> None:
    kept = Kept(most=2)
    for key in "ab":
        kept.put(key, key)
    kept.get("a")
    kept.put("c", "c")
    assert [kept.get(key) for key in "abc"] == ["a", None, "c"]


def test_a_bare_word_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError, match="name=value"):
        Template("{% load memo %}{% memo card %}{% endmemo %}")
