"""
VIES, the register of VAT numbers of the European Union: is this number in force?

The Commission's own REST service. It asks the member state's register, which is often away: that is no answer.
"""

from dataclasses import dataclass

import httpx
from django.conf import settings

from accounts.models import TaxId
from accounts.tax_ids import EU_MEMBERS, prefix_of

TIMEOUT_SECONDS = 15.0
LONGEST_ANSWER = 64_000


class ViesUnavailable(Exception):
    """VIES, or the register behind it, gave no answer."""


@dataclass(frozen=True, slots=True)
class ViesAnswer:
    """Whether the number is in force; `reference` is the consultation number, or the day where there is none."""

    is_valid: bool
    reference: str


def is_asked_of_vies(tax_id: TaxId) -> bool:
    """Tell whether VIES knows numbers of this kind and country."""
    return tax_id.kind == TaxId.Kind.VAT and tax_id.country in EU_MEMBERS


def ask_vies(tax_id: TaxId) -> ViesAnswer:
    """
    Ask whether a VAT number of a member state is in force.

    :raises ViesUnavailable: if there was no answer; the number is then neither confirmed nor refused.
    """
    prefix = prefix_of(tax_id.country)
    address = f"{settings.VIES_URL}/ms/{prefix}/vat/{tax_id.value.removeprefix(prefix)}"
    try:
        answer = httpx.get(address, timeout=TIMEOUT_SECONDS, follow_redirects=False)
        answer.raise_for_status()
        if len(answer.content) > LONGEST_ANSWER:
            raise ViesUnavailable("too long")
        said = answer.json()
        is_valid, error = said["isValid"], str(said.get("userError") or "")
        day = str(said["requestDate"])[:10]
    except (httpx.HTTPError, ValueError, KeyError, TypeError) as failure:
        raise ViesUnavailable(str(failure)) from failure
    # `INVALID` is an answer; every other code (MS_UNAVAILABLE, TIMEOUT, MS_MAX_CONCURRENT_REQ, ...) is none.
    if not isinstance(is_valid, bool) or (not is_valid and error not in ("INVALID", "")):
        raise ViesUnavailable(error or "no answer")
    return ViesAnswer(is_valid, f"VIES {said.get('requestIdentifier') or day}")
