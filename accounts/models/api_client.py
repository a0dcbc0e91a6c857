"""Programs that act for an organisation."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from oauth2_provider.models import AbstractApplication

from .organisation import Organisation


class ApiClient(AbstractApplication):
    """An OAuth 2 client. Its tokens act for one organisation, as the member who made it, within its scopes."""

    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.CASCADE, related_name="api_clients", verbose_name=_("organisation")
    )
    scopes = models.JSONField(_("scopes"), default=list)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta(AbstractApplication.Meta):
        verbose_name = _("API client")

    def __str__(self) -> str:
        return self.name or self.client_id
