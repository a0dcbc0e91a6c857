"""What buyer and seller write to each other."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from marketplace.kernel.fields import PublicIdField
from sellers.models import Listing

LONGEST_MESSAGE = 5_000


class Conversation(models.Model):
    """One thread between a buying organisation and a seller, usually about one listing."""

    public_id = PublicIdField(prefix="cnv")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="conversations_as_buyer", verbose_name=_("buyer")
    )
    seller = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="conversations_as_seller", verbose_name=_("seller")
    )
    listing = models.ForeignKey(
        Listing, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("listing")
    )
    subject = models.CharField(_("subject"), max_length=140, blank=True)
    created_at = models.DateTimeField(_("started"))
    last_message_at = models.DateTimeField(_("last message"))

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        constraints = [
            # Talking to oneself is a mistake of the page that offered it.
            models.CheckConstraint(condition=~Q(organisation=F("seller")), name="buyers_conversation_has_two_sides"),
            # Asking again about the same listing goes on in the same thread.
            models.UniqueConstraint(
                fields=["organisation", "seller", "listing"],
                nulls_distinct=False,
                name="buyers_conversation_once_per_listing",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-last_message_at"], name="buyers_conversation_of_buyer"),
            models.Index(fields=["seller", "-last_message_at"], name="buyers_conversation_of_seller"),
        ]

    def __str__(self) -> str:
        return self.subject or self.public_id

    def get_absolute_url(self) -> str:
        return f"/messages/{self.public_id}/"

    def other_side_of(self, organisation_id: int | None) -> Organisation:
        """Return the organisation that `organisation_id` is talking to."""
        return self.seller if organisation_id == self.organisation_id else self.organisation


class Message(models.Model):
    """One message. Never changed; `read_at` is when the other side first saw it."""

    public_id = PublicIdField(prefix="msg")
    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="messages")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("from"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    body = models.TextField(_("text"), max_length=LONGEST_MESSAGE)
    # What the reader is warned of: codes of buyers/contact_leaks.py.
    warnings = models.JSONField(_("warnings"), default=list, blank=True)
    created_at = models.DateTimeField(_("sent"))
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.CheckConstraint(condition=~Q(body=""), name="buyers_message_says_something"),
        ]
        indexes = [
            models.Index(fields=["conversation", "id"], name="buyers_message_in_order"),
            models.Index(fields=["conversation"], condition=Q(read_at=None), name="buyers_message_unread"),
            # The rate limit counts what a person sent lately.
            models.Index(fields=["author", "-created_at"], name="buyers_message_of_author"),
        ]

    def __str__(self) -> str:
        return self.public_id
