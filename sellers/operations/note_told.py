"""Note how many buyers were told of a markdown."""

from django.db.models import F

from marketplace.kernel.operations import part
from sellers.models import Markdown


@part
def note_told(*, markdown_id: int, buyers: int) -> None:
    """Add `buyers` to those who were told."""
    Markdown.objects.filter(pk=markdown_id).update(told=F("told") + buyers)
