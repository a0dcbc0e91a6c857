"""Our own words for the requirements that come with the product, by code; an operator's words go before them."""

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.refusals import Text

#: code -> (title, what to do; of an attested one the statement itself)
WORDS: dict[str, tuple[Text, Text]] = {
    "company_described": (
        _("Your company is described"),
        _("Say in a line and a few sentences what you make or do. Buyers read it first."),
    ),
    "address_complete": (_("Your address"), _("Give the address where your business is.")),
    "registration_number": (
        _("Registration number"),
        _("Give the number under which your company stands in the register of your country."),
    ),
    "tax_number": (
        _("Tax number"),
        _("Give your tax, VAT or GST number. The law wants marketplaces to know it before they pay."),
    ),
    "owners_named": (_("Owners"), _("Name everybody who owns a quarter or more, and who decides.")),
    "screening_clear": (
        _("Names checked against official lists"),
        _("This happens by itself; if a name is like one on a list, a person looks at it."),
    ),
    "terms_signed": (_("Seller’s terms"), _("Read and sign the terms that are in force.")),
    "lawful_goods": (
        _("Your statement on what you sell"),
        _("We offer only goods and services that are lawful where we sell them, and that meet the safety rules there."),
    ),
    "bank_account": (_("Bank account"), _("Say where your money should go.")),
    "connect_account": (
        _("Account at our payment partner"),
        _("Our payment partner Stripe asks who you are. It takes about ten minutes, once."),
    ),
    "documents_approved": (
        _("Company papers"),
        _("Send an extract from the register and an identity document of an owner. We look at them."),
    ),
}


def title_of(code: str, own: str) -> Text:
    """The operator's title if there is one, else ours, else the code in words."""
    return own or (WORDS[code][0] if code in WORDS else code.replace("_", " ").capitalize())


def help_of(code: str, own: str) -> Text:
    """The operator's words if there are any, else ours."""
    return own or (WORDS[code][1] if code in WORDS else "")
