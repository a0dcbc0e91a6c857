"""Every component renders with the least and the most it can be given, escaped and without inline style."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template, engines
from django.test import RequestFactory
from django.utils import timezone, translation
from django_cotton.compiler_regex import CottonCompiler

from marketplace.kernel.money import Money
from marketplace.styleguide import styleguide


class ListingForm(forms.Form):
    title = forms.CharField(help_text="As a buyer would search")
    terms = forms.BooleanField()
    kind = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect)
    picture = forms.FileField(required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def draw(markup: str, **context: Any) -> str:
    template = Template(CottonCompiler().process(markup), engine=engines["django"].engine)
    return template.render(Context({"request": RequestFactory().get("/?a=1")} | context))


LEAST = [
    "button", "icon name='truck'", "flag", "field :field='field'", "form-errors", "notice", "status", "empty", "card",
    "stat",
    "breadcrumb", "stepper", "timeline", "pagination", "table", "tabs", "progress", "picture", "rating", "route-line",
    "door-price", "clock", "seal", "money-column", "listing-card :card='card'",
]  # fmt: skip


@pytest.mark.parametrize("component", LEAST)
def test_a_component_renders_with_the_least(component: str) -> None:
    html = draw(
        f"<c-{component} />",
        field=ListingForm()["title"],
        card={"title": "T", "url": "/x", "picture": None, "price_from": None},
    )
    assert "style=" not in html
    assert not re.search(r"\son\w+=", html)


def test_button_is_a_link_when_it_has_an_address_and_passes_on_the_rest() -> None:
    html = draw('<c-button href="/a" variant="quiet" size="s" full hx-get="/b" aria-label="Go">Go</c-button>')
    assert html.strip().startswith('<a href="/a" class="btn btn-quiet btn-s btn-full')
    assert 'hx-get="/b"' in html and 'aria-label="Go"' in html
    assert '<button type="submit" class="btn btn-primary' in draw('<c-button name="act" value="1">Do</c-button>')


def test_button_escapes_what_it_passes_on() -> None:
    html = draw('<c-button :title="words">x</c-button>', words='"><script>alert(1)</script>')
    assert "<script>" not in html
    html = draw('<c-button :title="words">x</c-button>', words='"a" onfocus="alert(1)"')
    assert 'onfocus="' not in html


@pytest.mark.parametrize("name", ["title", "terms", "kind", "picture"])
def test_field_ties_label_hint_and_error_to_its_control(name: str) -> None:
    form = ListingForm({}, {})
    form.fields[name].required = True
    field = form[name]
    html = draw('<c-field :field="field" hint="A hint" />', field=field)
    assert f"{field.auto_id}_hint" in html and f"{field.auto_id}_error" in html
    assert 'aria-invalid="true"' in html
    assert f'for="{field.id_for_label}"' in html or "<fieldset" in html


def test_a_hidden_field_has_no_label() -> None:
    assert "<label" not in draw('<c-field :field="field" />', field=ListingForm()["token"])


def test_form_errors_link_to_each_field() -> None:
    html = draw('<c-form-errors :form="form" />', form=ListingForm({}))
    assert 'href="#id_title"' in html and "There is a problem" in html
    assert draw('<c-form-errors :form="form" />', form=ListingForm()).strip() == ""


def test_what_people_typed_is_escaped_everywhere() -> None:
    evil = "<img src=x onerror=alert(1)>"
    price = Money(1, "EUR")
    card = {"title": evil, "url": "/x", "seller_name": evil, "picture": {"src": '"><i>', "alt": evil}, "unit": evil}
    cost = {"currency": "EUR", "goods": "1", "status": evil, "explanation": [{"text": evil, "source": evil}]}
    context = {
        "evil": evil,
        "card": card | {"price_from": price},
        "rows": [{"label": evil, "amount": price, "reason": evil, "kind": evil}],
        "items": [{"title": evil, "actor": evil, "text": evil}],
        "crumbs": [(evil, "/"), (evil, "")],
        "stages": [{"label": evil, "state": evil}],
        "cost": cost,
    }
    pieces = (
        '<c-listing-card :card="card" />',
        '<c-money-column :rows="rows" />',
        '<c-timeline :items="items" />',
        '<c-seal label="{{ evil }}" document="{{ evil }}" verifier="{{ evil }}" />',
        '<c-route-line from_country="CL" to_country="{{ evil }}" :stages="stages" days="{{ evil }}" />',
        '<c-door-price :cost="cost" />',
        '<c-breadcrumb :items="crumbs" />',
        '<c-stat label="{{ evil }}" value="{{ evil }}" />',
    )
    html = "".join(draw(piece, **context) for piece in pieces)
    assert "<img src=x" not in html and "<i>" not in html


def test_door_price_says_what_is_not_known() -> None:
    with translation.override("en"):
        html = draw(
            '<c-door-price :cost="cost" />',
            cost={
                "currency": "EUR",
                "goods": "10",
                "freight": "2",
                "duty": None,
                "tax": "1",
                "total": "13",
                "status": "unknown",
            },
        )
    assert "Not included because it is not known: Duty." in html
    assert 'class="hatch"' in html and "Total so far" in html


def test_route_line_tells_in_words_what_the_arc_shows() -> None:
    stages = [{"label": "Paid", "state": "done"}, {"label": "Customs", "state": "blocked", "detail": "Paper missing"}]
    with translation.override("en"):
        html = draw('<c-route-line from_country="CL" to_country="DE" :stages="stages" days="5 days" />', stages=stages)
    assert (
        "Chile" in html and "Germany" in html and "(done)" in html and "(blocked)" in html and "Paper missing" in html
    )
    assert 'aria-hidden="true"' in html


def test_clock_carries_machine_readable_times() -> None:
    due = timezone.now() + timedelta(hours=3)
    html = draw('<c-clock :due="due" who="You" action="ship" />', due=due)
    assert f'data-due="{due.isoformat()}"' in html and 'data-state="soon"' in html and "<time" in html


def test_an_expired_seal_is_greyed() -> None:
    html = draw('<c-seal label="Organic" :expires_on="on" />', on=timezone.localdate() - timedelta(days=1))
    assert "seal-expired" in html


def test_pagination_keeps_the_rest_of_the_query() -> None:
    html = draw('<c-pagination :page="page" />', page=Paginator(range(500), 48).page(2))
    assert 'href="?a=1&amp;page=3"' in html and 'aria-current="page"' in html
    assert draw('<c-pagination :page="page" />', page=Paginator(range(5), 48).page(1)).strip() == ""


def test_figures_inside_drawings_are_never_localised() -> None:
    with translation.override("fr"):
        html = draw(
            '<c-route-line from_country="CL" to_country="FR" :stages="stages" />',
            stages=[{"label": "a", "state": "done"}] * 3,
        )
    assert not re.search(r'\b(?:x1|cx|cy|y1)="\d+,', html)


def test_listing_card_shows_what_it_has_and_no_more() -> None:
    card = {
        "title": "Lamp", "url": "/l", "picture": None, "price_from": Money("10", "EUR"), "price_to": Money("12", "EUR"),
        "unit": "piece", "approx": True, "moq": 50, "seller_name": "Olaria", "seller_country": "PT", "rating": None,
        "rating_count": 0,
    }  # fmt: skip
    with translation.override("en"):
        html = draw('<c-listing-card :card="card" />', card=card)
    assert "≈ EUR 10.00 – 12.00" in html and "Min. order 50" in html and "Portugal" in html
    assert "out of 5" not in html and "at your door" not in html


@pytest.mark.django_db  # the header shows the market's aisles
@pytest.mark.parametrize("language", ["en", "ar", "zh-hans"])
def test_the_style_guide_renders_in_every_script(language: str) -> None:
    from django.contrib.messages.storage.cookie import CookieStorage

    request = RequestFactory().get("/design/?sent=1")
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    with translation.override(language):
        html = styleguide(request).content.decode()
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in html
    assert " style=" not in html
