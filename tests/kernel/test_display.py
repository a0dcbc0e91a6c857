"""How figures and moments are written for the reader."""

from datetime import UTC, datetime

from django.utils import timezone, translation

from marketplace.kernel.templatetags import bridgeway


def test_a_zone_without_a_name_stands_alone_in_a_text_that_runs_the_other_way() -> None:
    moment = datetime(2026, 12, 3, 14, 5, tzinfo=UTC)
    with timezone.override("Asia/Riyadh"), translation.override("ar"):
        assert "\u2066+0300\u2069</time>" in bridgeway.when(moment)
    with timezone.override("UTC"), translation.override("en"):
        assert bridgeway.when(moment).endswith("03 Dec 2026, 14:05 UTC</time>")
