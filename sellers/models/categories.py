"""The category tree that listings hang on."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node


class Category(MP_Node):
    """A branch of the catalogue. Leaves take listings; the tree is loaded by `load_categories`."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120, help_text=_("In English; translations stand beside it."))
    name_translations = models.JSONField(
        _("names in other languages"), default=dict, blank=True, help_text=_("Language code to name.")
    )
    icon = models.CharField(_("icon"), max_length=40, blank=True, help_text=_("Name of a Lucide icon."))
    # A category that is no longer offered keeps its listings and takes no new ones.
    is_open = models.BooleanField(_("takes new listings"), default=True)

    node_order_by: list[str] = []

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")

    def __str__(self) -> str:
        return self.label()

    def label(self, language: str | None = None) -> str:
        """Return the name in `language` (a code of settings.LANGUAGES; the language in force if None)."""
        code = (language or get_language() or "en").lower()
        names = self.name_translations
        return str(names.get(code) or names.get(code.split("-")[0]) or self.name)
