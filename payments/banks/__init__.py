"""How accounts are written in each country, checked by their own rules. Pure: no bank is asked."""

from .names import same_holder
from .schemes import SCHEMES, BankField, Checked, Scheme, check_bank_details, scheme_of, schemes_of

__all__ = ["SCHEMES", "BankField", "Checked", "Scheme", "check_bank_details", "same_holder", "scheme_of", "schemes_of"]
