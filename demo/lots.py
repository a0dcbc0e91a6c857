"""Let the demo world's farmers mark their lots down, and buyers ask to be told of them."""

from datetime import datetime

from buyers.operations import ask_to_be_told, tell_of_lot
from demo.people import Cast
from sellers.operations import mark_down_lot, set_markdown_schedule
from sellers.queries import variants_to_mark_down

SCHEDULES = {"arandanos-del-maule": ((26, 10), (14, 25), (7, 45))}
# Who wants to be told of what; the words are the growers' own.
ALERTS = (("hanse-einkauf", "arándanos", "DE"), ("hanse-einkauf", "cerezas", "DE"), ("coral-lane", "arándanos", "AU"))


def tend_lots(*, cast: Cast, now: datetime) -> int:
    """Set the schedules and alerts, mark down what is due and tell those who asked. Returns how many were told."""
    for slug, steps in SCHEDULES.items():
        rows = [{"days_left": days, "percent": percent} for days, percent in steps]
        set_markdown_schedule(actor=cast.actor(slug), listing=None, steps=rows, now=now)
    for slug, words, ship_to in ALERTS:
        ask_to_be_told(actor=cast.actor(slug), words=words, ship_to=ship_to, now=now)
    told = 0
    for variant_id in list(variants_to_mark_down(now.date())):
        markdown = mark_down_lot(variant_id=variant_id, now=now)
        if markdown is not None:
            told += tell_of_lot(listing_id=markdown.listing_id, markdown_id=markdown.pk, now=now)
    return told
