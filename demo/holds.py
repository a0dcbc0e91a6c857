"""Holds in the demo world: a listing held with an appeal that waits, and one that ended long ago."""

from datetime import datetime, timedelta
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from accounts.operations import appeal_hold, end_hold, place_hold
from demo.people import Cast
from sellers.models import Listing

#: The seller whose cheapest listing is held, and a seller who was held once.
HELD, ONCE = "dar-al-oud", "ningbo-hailan"


def load_holds(*, cast: Cast, now: datetime) -> int:
    """Place the holds, as staff would; return how many."""
    seller = cast.organisations[HELD]
    listing = Listing.objects.filter(organisation=seller, status=Listing.Status.LIVE).order_by("pk")[0]
    hold = place_hold(
        actor=cast.moderator,
        organisation_id=seller.pk,
        stops="listing",
        subject=listing.public_id,
        code="misleading",
        reason=(
            "The title names natural oud oil. A buyer's laboratory found a synthetic base. We hold this one listing "
            "until the composition is shown."
        ),
        ground="Terms of use, part 4.2: what is said of goods must be true; Directive 2005/29/EC, article 6",
        source="notice",
        ends_at=now + timedelta(days=12),
        now=now - timedelta(days=2),
    )
    appeal_hold(
        actor=cast.actor(HELD),
        hold=hold,
        text=(
            "The laboratory tested our incense, not this oil. Batch numbers on the report and on the bottle differ; "
            "see the photo of both."
        ),
        uploads=[_photo()],
        now=now - timedelta(days=1),
    )
    past = now - timedelta(days=90)
    old = place_hold(
        actor=cast.moderator,
        organisation_id=cast.organisations[ONCE].pk,
        stops="payouts",
        code="money",
        reason="Two buyers reported the same card. We looked at both payments before paying out.",
        ground="Terms of use, part 7.1: payouts wait while a payment is being looked at",
        ends_at=past + timedelta(days=5),
        now=past,
    )
    end_hold(hold=old, now=past + timedelta(days=5))
    return 2


def _photo() -> BytesIO:
    page = Image.new("RGB", (1200, 900), "#e9e2d2")
    pen = ImageDraw.Draw(page)
    for left, text in ((140, "BATCH 22-118"), (660, "BATCH 25-042")):
        pen.rounded_rectangle((left, 200, left + 400, 700), 40, fill="#fffdf6", outline="#5a4630", width=8)
        pen.text((left + 200, 450), text, fill="#3a2c1c", font=ImageFont.load_default(44), anchor="mm")
    buffer = BytesIO()
    page.save(buffer, "PNG")
    buffer.seek(0)
    return buffer
