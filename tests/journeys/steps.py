"""Steps that several journeys share: each is what one person does, told as such."""

from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image, ImageDraw

from .people import People, Person
from .stack import Stack, eventually

PASSWORD = "a bridge over calm water"
MASHIKO = {"street_address": "2-1 Jonaizaka, Mashiko-machi, Haga-gun", "region": "栃木県", "postal_code": "321-4217"}


@dataclass(frozen=True)
class Firm:
    """Whom somebody trades as."""

    name: str
    country: str
    currency: str
    email: str
    person: str
    sells: bool = False
    profile: dict[str, str] = field(default_factory=dict)
    address: dict[str, str] = field(default_factory=lambda: dict(MASHIKO))
    tax_number: str = "5-8356-7825-6246"


def sign_up(person: Person, firm: Firm) -> None:
    """Open an account, prove the address by the code in the mail, and say whom one trades as."""
    person.opens("/account/signup/")
    person.fills(email=firm.email, password1=PASSWORD, full_name=firm.person, country=firm.country)
    person.presses("Open the account")
    person.page.wait_for_url("**/account/confirm-email/**")
    person.fills(code=person.stack.code_for(firm.email))
    person.page.locator("[name=code]").press("Enter")
    person.page.wait_for_url("**/start/**")
    person.looks_around()
    person.fills(name=firm.name, country=firm.country, currency=firm.currency)
    person.page.locator("[name=sells]").set_checked(firm.sells)
    person.page.locator("[name=buys]").set_checked(not firm.sells)
    person.presses("Go on")
    person.page.wait_for_url(lambda url: "/start/" not in url)


def describe_the_company(seller: Person, firm: Firm) -> None:
    """Tell buyers who one is."""
    seller.opens("/sell/company/")
    seller.fills(**firm.profile)
    seller.presses("Save")
    seller.sees("Saved.")
    show_what_is_asked(seller, firm)


def show_what_is_asked(seller: Person, firm: Firm) -> None:
    """Walk the way to selling: what the page said already is not asked again."""
    seller.opens("/sell/onboarding/")
    seller.presses("Address")
    seller.page.wait_for_url("**/sell/onboarding/address/")
    seller.fills(**firm.address)
    seller.presses("Save and go on")
    seller.page.wait_for_url("**/sell/onboarding/owners/")
    seller.opens("/sell/onboarding/company/")
    seller.page.get_by_label("A person trading alone").check(force=True)
    seller.presses("Save and go on")
    seller.page.wait_for_url("**/sell/onboarding/numbers/")
    seller.fills(tax=firm.tax_number)
    seller.presses("Save and go on")
    seller.opens("/sell/onboarding/terms/")
    for box in seller.page.locator("main input[type=checkbox]").all():
        box.check(force=True)
    seller.presses("Sign and go on")
    seller.opens("/sell/onboarding/")
    seller.sees("Go on: Bank")


def list_a_product(seller: Person, picture: Path, tiers: list[tuple[str, str]], **product: str) -> str:
    """Fill the editor, add a picture and a price for each quantity, send it for review; returns its public id."""
    seller.opens("/sell/listings/new/")
    seller.fills(**product)
    for row, (quantity, price) in enumerate(tiers):
        if row:
            seller.presses("Add a price for a larger quantity")
        seller.page.locator(f"#tier-quantity-{row}").fill(quantity)
        seller.page.locator(f"#tier-price-{row}").fill(price)
    seller.page.set_input_files("input[name=pictures]", picture)
    seller.presses("Save and send for review")
    seller.sees("In review")
    title = product["title"]
    return str(seller.stack.one("SELECT public_id FROM sellers_listing WHERE title = %s", title))


def sign_in_to_the_admin(operator: Person) -> None:
    email, password = operator.stack.operator
    operator.opens("/admin/")
    operator.fills(username=email, password=password)
    operator.page.locator("[name=password]").press("Enter")
    operator.page.wait_for_url(lambda url: "/login/" not in url)


def approve_the_listing(operator: Person, title: str, reason: str) -> None:
    """Take it out of the queue, look at it, and approve it (and with it the new seller's page) with a reason."""
    operator.opens("/admin/sellers/listing/?queue=waiting")
    operator.page.get_by_role("link", name=title).first.click()
    operator.sees("Your decision")
    operator.page.locator("#decision [name=reason]").fill(reason)
    operator.page.locator("#decision").get_by_role("button", name="Approve").click()
    operator.sees("Decided. The seller is told.")


def draw_a_bowl(folder: Path) -> Path:
    """A picture as a camera would give it: large, JPEG."""
    picture = Image.new("RGB", (1600, 1200), "#e9e2d6")
    drawing = ImageDraw.Draw(picture)
    drawing.ellipse((300, 150, 1300, 1050), fill="#5b7f86", outline="#2d474d", width=18)
    drawing.ellipse((420, 260, 1180, 860), fill="#36565c")
    path = folder / "bowl.jpg"
    picture.save(path, quality=88)
    return path


def market_with_a_bowl(stack: Stack, people: People, folder: Path, firm: Firm, title: str) -> str:
    """A live listing of `firm`, made by its people and the operator; returns its address."""
    seller, operator = people.person("seller"), people.person("operator")
    sign_up(seller, firm)
    describe_the_company(seller, firm)
    listing = list_a_product(seller, draw_a_bowl(folder), [("10", "1500"), ("50", "1200")], **bowl(title))
    sign_in_to_the_admin(operator)
    approve_the_listing(operator, title, "Complete and well described.")
    eventually(lambda: listing_address(stack, listing))
    return listing_address(stack, listing)


def listing_address(stack: Stack, public_id: str) -> str:
    rows = stack.sql("SELECT slug FROM sellers_listing WHERE public_id = %s AND status = 'live'", public_id)
    return f"/listing/{rows[0][0]}-{public_id}/" if rows else ""


def bowl(title: str) -> dict[str, str]:
    """A product of which everything is said."""
    return {
        "title": title,
        "category": "tableware",
        "spec_ware": "stoneware",
        "summary": "Thrown by hand, glazed in celadon.",
        "description": "A bowl of stoneware for rice and soup, thrown by hand and fired at 1280 °C.",
        "currency": "JPY",
        "unit": "piece",
        "moq": "10",
        "stock": "400",
        "sku": "MIN-BOWL-1",
        "lead_time_days": "9",
        "ships_from_country": "JP",
        "weight_kg": "0.62",
        "length_cm": "17",
        "width_cm": "17",
        "height_cm": "9",
        "origin_country": "JP",
        "hs_code": "691200",
    }
