"""The market on a phone, from right to left, by keyboard, and without JavaScript."""

from pathlib import Path

from .people import People, Person
from .stack import Stack, eventually
from .steps import Firm, market_with_a_bowl

POTTERY = Firm(
    name="Sato Pottery",
    country="JP",
    currency="JPY",
    email="ren@sato.example",
    person="Ren Sato",
    sells=True,
    profile={
        "tagline": "Bowls from Tokoname",
        "story": "Four potters and two kilns by the bay, since 1988, at work for restaurants all over Japan.",
        "founded_year": "1988",
        "employees": "4",
    },
)
TITLE = "Tokoname rice bowl"
OPEN_PAGES = ["/landed-cost/", "/may-it-go/?hs=691200", "/incoterms/", "/exchange-rates/", "/s/sato-pottery/"]
SELLERS_PAGES = ["/sell/", "/sell/listings/", "/sell/listings/new/", "/sell/company/", "/tax-numbers/"]
COUNTRIES = [
    "US", "CA", "MX", "BR", "CL", "GB", "NO", "CH", "TR", "DE", "FR", "IT", "ES", "NL", "PL", "CN", "KR", "IN", "VN",
    "SG", "AE", "SA", "ZA", "KE", "NG", "AU", "NZ",
]  # fmt: skip
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def test_the_market_on_a_phone_in_arabic_by_keyboard_and_without_scripts(
    stack: Stack, people: People, tmp_path: Path
) -> None:
    listing = market_with_a_bowl(stack, people, tmp_path, POTTERY, TITLE)
    pages = ["/", "/search/?q=rice+bowl", listing, "/cart/"]

    it_is_on_sale_with_a_price_at_the_door_in_twenty_countries(people.person("traveller"), TITLE)

    seller = next(person for person in people if person.name == "seller")
    own = stack.one("SELECT public_id FROM sellers_listing WHERE title = %s", TITLE)
    for path in [*pages[:3], *OPEN_PAGES, *SELLERS_PAGES, f"/sell/listings/{own}/", f"/sell/listings/{own}/where/"]:
        seller.can_use(path)

    reader = people.person("reader of Arabic", locale="ar", **PHONE)
    reader.context.set_extra_http_headers({"Accept-Language": "ar"})
    for path in pages:
        reader.can_use(path)
        assert reader.page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]
        nothing_sticks_out(reader)
        the_way_past_the_header_comes_first(reader)

    plain = people.person("visitor without scripts", java_script_enabled=False)
    finds_and_takes_it_without_scripts(plain, listing)


def it_is_on_sale_with_a_price_at_the_door_in_twenty_countries(traveller: Person, title: str) -> None:
    """One sign-up, one listing, no expert: buyers all over the world find it with everything worked out."""
    found = set()
    for country in COUNTRIES:
        asked = f"/api/v1/listings?q=rice+bowl&quantity=20&ship_to={country}&currency=USD"
        answer = traveller.page.request.get(traveller.stack.url + asked).json()
        hits = [hit for hit in answer["results"] if hit["title"] == title]
        if hits and hits[0]["landed_price"]["total"] is not None:
            found.add(country)
    assert len(found) >= 20, f"no price at the door in {sorted(set(COUNTRIES) - found)}"


def nothing_sticks_out(reader: Person) -> None:
    wide = reader.page.evaluate(
        """() => document.scrollingElement.scrollWidth - document.documentElement.clientWidth"""
    )
    assert wide <= 0, f"{reader.page.url} scrolls {wide} px sideways"


def the_way_past_the_header_comes_first(reader: Person) -> None:
    reader.page.keyboard.press("Tab")
    first = reader.page.evaluate("document.activeElement.getAttribute('href') || document.activeElement.outerHTML")
    assert first.startswith("#"), f"{reader.page.url}: first stop is {first}"


def finds_and_takes_it_without_scripts(plain: Person, listing: str) -> None:
    def found() -> bool:
        plain.page.goto(plain.stack.url + "/search/?q=rice+bowl")
        return bool(plain.page.get_by_role("link", name=TITLE).count())

    eventually(found, what="the listing in the search results")
    plain.page.get_by_role("link", name=TITLE).first.click()
    plain.page.wait_for_url(f"**{listing}**")
    plain.page.locator("#quantity").fill("20")
    plain.page.get_by_role("button", name="Add to cart").first.click()
    plain.page.wait_for_url("**/cart/")
    assert plain.page.get_by_label(f"Quantity of {TITLE}").input_value() == "20"
