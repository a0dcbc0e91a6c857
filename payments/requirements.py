"""What the payment provider asks for, in words a seller knows."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_WORDS: tuple[tuple[str, Promise], ...] = (
    ("external_account", _("Your bank account")),
    ("tos_acceptance", _("Acceptance of the payment provider's terms")),
    ("business_profile", _("What your company does and its website")),
    ("business_type", _("The legal form of your company")),
    ("verification.document", _("A photo of an identity document")),
    ("verification", _("Proof of the details you gave")),
    ("company.tax_id", _("Your company's tax number")),
    ("company", _("Your company's details")),
    ("representative", _("Who represents your company")),
    ("individual", _("Who you are")),
    ("person", _("Who represents your company")),
    ("owners", _("Who owns your company")),
    ("directors", _("Who directs your company")),
)


def asked_in_words(requirements: dict[str, Any]) -> list[str]:
    """Return each thing asked for once, in the order asked; what has no words of its own is put together at the end."""
    asked = [*requirements.get("past_due", []), *requirements.get("currently_due", [])]
    words: list[str] = []
    for name in asked:
        text = str(next((words for mark, words in _WORDS if mark in name), _("Further details")))
        if text not in words:
            words.append(text)
    return words
