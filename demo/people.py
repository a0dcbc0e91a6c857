"""Put organisations, people, addresses and seller pages into the database."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils.text import slugify

from accounts.actor import Actor
from accounts.models import Address, Membership, Organisation, User
from demo import PASSWORD, STAFF
from demo.art.render import name_of, rendition
from demo.art.scenes import draw_logo
from demo.organisations import FIRMS, SELLERS, Firm
from demo.storage import keep
from sellers.models import SellerProfile
from sellers.models.pictures import WIDTHS


@dataclass(frozen=True)
class Cast:
    """Who there is, by slug of the organisation; the first member is its owner."""

    organisations: dict[str, Organisation]
    members: dict[str, list[Membership]]
    staff: User

    def actor(self, slug: str, at: int = 0) -> Actor:
        return Actor.for_member(self.members[slug][at])

    @property
    def moderator(self) -> Actor:
        return Actor.for_staff(self.staff)


def logos() -> dict[str, str]:
    """The drawing of each seller's mark, by slug."""
    return {firm.slug: draw_logo(*firm.logo) for firm in SELLERS}


def load_people(*, now: datetime) -> Cast:
    """Make everybody. The caller's transaction is the only one: all of it, or nothing."""
    # One hash for all: twenty-five slow ones would be a third of the whole load.
    password = make_password(PASSWORD)
    staff = User.objects.create(
        email=STAFF, full_name="Sofia Lindqvist", password=password, is_staff=True, is_superuser=True, country="SE",
        currency="EUR", time_zone="Europe/Stockholm",
    )  # fmt: skip
    organisations: dict[str, Organisation] = {}
    members: dict[str, list[Membership]] = {}
    proved = [EmailAddress(user=staff, email=staff.email, verified=True, primary=True)]
    for at, firm in enumerate(FIRMS):
        joined = now - timedelta(days=420 - at * 11)
        organisation = Organisation.objects.create(
            name=firm.name, slug=firm.slug, country=firm.country, currency=firm.currency, time_zone=firm.time_zone,
            sells=firm.sells, buys=firm.buys, description=firm.description or firm.tagline, created_at=joined,
        )  # fmt: skip
        organisations[firm.slug], members[firm.slug] = organisation, []
        for person in firm.people:
            user = User.objects.create(
                email=firm.mail(person), full_name=person.name, password=password, language=firm.language,
                currency=firm.currency, country=firm.country, time_zone=firm.time_zone, date_joined=joined,
            )  # fmt: skip
            proved.append(EmailAddress(user=user, email=user.email, verified=True, primary=True))
            members[firm.slug].append(
                Membership.objects.create(user=user, organisation=organisation, role=person.role, created_at=joined)
            )
        Address.objects.create(organisation=organisation, label=firm.city, is_default=True, **address_of(firm))
    EmailAddress.objects.bulk_create(proved)
    _open_pages(organisations)
    return Cast(organisations, members, staff)


def address_of(firm: Firm) -> dict[str, str]:
    """The firm's own address, as the address form of its country wants it."""
    return {
        "country": firm.country, "recipient": firm.people[0].name, "company": firm.name, "street_address": firm.street,
        "city": firm.city, "postal_code": firm.postal_code, "region": firm.region,
    }  # fmt: skip


def _open_pages(organisations: dict[str, Organisation]) -> None:
    drawn = logos()
    pages = []
    for firm in SELLERS:
        name = name_of(drawn[firm.slug])
        stem = keep(name, {width: rendition(name, width) for width in WIDTHS}, folder="logos")
        pages.append(
            SellerProfile(
                organisation=organisations[firm.slug],
                slug=slugify(firm.slug),
                tagline=firm.tagline,
                story=firm.story,
                founded_year=firm.founded,
                employees=firm.employees,
                ships_to=list(firm.ships_to),
                logo=stem,
                status=SellerProfile.Status.APPROVED,
                status_reason="Papers seen, first listings good.",
            )
        )
    SellerProfile.objects.bulk_create(pages)
