"""Load the whole demo world, one step after another."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from accounts.models import Organisation
from demo.art.render import render_all
from demo.catalogue.world import catalogue
from demo.checks import check_everybody
from demo.claims import load_claims
from demo.documents_on_file import load_documents_on_file
from demo.holds import load_holds
from demo.looks import look_around
from demo.lots import tend_lots
from demo.newcomers import welcome_newcomers
from demo.people import load_people, logos
from demo.questions import ask_all
from demo.shelves import drawings_of, load_shelves
from demo.storefronts import open_storefronts
from demo.trading import deliver_events, talk_all, trade_all
from demo.variants import load_variants
from sellers.models import Category

Say = Callable[[str], object]


class AlreadyThere(Exception):
    """The database is not empty: nothing was changed."""


def load_world(*, now: datetime, say: Say) -> None:
    """
    Make people, catalogue, orders and talk in an empty database that has its reference data.

    :raises AlreadyThere: if there is any organisation.
    """
    _check_empty()
    offers = catalogue(today=now.date())
    drawings = drawings_of(offers)
    svgs = [drawing.svg for each in drawings.values() for drawing in each] + list(logos().values())
    done = 0
    for done in render_all(svgs):
        if done % 100 == 0:
            say(f"  {done} of {len(svgs)} pictures drawn")
    say(f"Drew {done} pictures; {len(svgs) - done} were kept from before.")
    with transaction.atomic():
        cast = load_people(now=now)
        say(f"Opened {len(cast.organisations)} organisations with {sum(map(len, cast.members.values()))} people.")
        load_documents_on_file(cast=cast, now=now)
        load_shelves(offers=offers, drawings=drawings, cast=cast, now=now)
    say(f"Put {len(offers)} listings on the shelves.")
    say(f"Put {load_claims(cast=cast, now=now)} claims on file, with their scans.")
    say(f"Put {load_holds(cast=cast, now=now)} holds in force, one with an appeal that waits.")
    say(f"Held everybody against the lists; {check_everybody(cast=cast, now=now)} wait for a decision.")
    trade_all(cast=cast, now=now, say=say)
    say(
        f"Welcomed newcomers to selling; {welcome_newcomers(cast=cast, now=now)} wait for staff or were asked for more."
    )
    say(f"Held {talk_all(cast=cast, now=now)} conversations.")
    say(f"Asked {ask_all(cast=cast, now=now)} questions about HS codes.")
    say(f"Made {load_variants(cast=cast, now=now)} variants, further lots and a price list.")
    say(f"Told {tend_lots(cast=cast, now=now)} buyers of lots that near their date.")
    say(f"Counted looks at the listings on {look_around(now=now)} days and countries.")
    say(f"Wrote feeds of {open_storefronts(cast=cast, now=now)} products and measured every seller.")
    done, failed = deliver_events(now=now)
    say(f"Let {done} reactions follow" + (f"; {failed} wait for the running system." if failed else "."))


def _check_empty() -> None:
    if Organisation.objects.exists():
        raise AlreadyThere("The demo world, or another, is already here; nothing was changed.")
    if not Category.objects.exists():
        raise AlreadyThere("There are no categories yet: run load_reference_data first.")
