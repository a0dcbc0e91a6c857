"""How allauth signs people up and in here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.sites.requests import RequestSite
from django.http import HttpRequest

from .places import currency_of
from .preferences import read_preferences


class AccountAdapter(DefaultAccountAdapter):
    """New people start with the language, currency, country and zone they were already reading in."""

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        preferences = read_preferences(request)
        user.language = preferences.language
        user.currency = preferences.currency
        user.country = form.cleaned_data.get("country") or preferences.ship_to
        if user.country != preferences.ship_to:
            user.currency = currency_of(user.country)
        user.time_zone = preferences.time_zone
        user.full_name = form.cleaned_data.get("full_name", "")
        return super().save_user(request, user, form, commit)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Letters greet from Bridgeway, not from the machine's address."""
        site = RequestSite(self.request)
        site.name = "Bridgeway"
        super().send_mail(template_prefix, email, {"current_site": site, **context})
