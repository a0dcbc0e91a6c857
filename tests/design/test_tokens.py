"""Words must be readable on every surface they stand on, in light and in dark."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).resolve().parents[2] / "assets" / "css" / "tokens.css"
PAIR = re.compile(r"--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)")
COLOURS = {name: {"light": light, "dark": dark} for name, light, dark in PAIR.findall(TOKENS.read_text())}

TEXT = [
    *[(ink, surface) for ink in ("ink", "ink-soft", "ink-faint", "action", "action-strong", "refusal", "deadline")
      for surface in ("paper", "card", "sunk", "hover")],
    ("on-action", "action"), ("on-action", "action-strong"), ("on-action-soft", "action-soft"),
    ("ink", "action-soft"), ("ink-soft", "action-soft"), ("ink", "info-soft"), ("info", "info-soft"),
    ("ink", "deadline-soft"), ("deadline", "deadline-soft"), ("ink", "refusal-soft"), ("refusal", "refusal-soft"),
    ("on-refusal", "refusal"), ("paper", "ink"), ("chrome-ink", "chrome"), ("chrome-soft", "chrome"),
    ("chrome-ink", "chrome-raised"), ("action-bright", "chrome"), ("on-bright", "action-bright"),
    ("on-bright", "action-brighter"),
]  # fmt: skip
SHAPES = [
    *[(shape, surface) for shape in ("line-strong", "focus", "deadline-line", "refusal-line", "star")
      for surface in ("paper", "card")],
    *[(f"part-{part}", "card") for part in ("goods", "freight", "insurance", "duty", "tax", "fees", "unknown")],
]  # fmt: skip


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "surface"), TEXT)
def test_text_contrasts_with_its_surface(ink: str, surface: str, theme: str) -> None:
    assert contrast(COLOURS[ink][theme], COLOURS[surface][theme]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("shape", "surface"), SHAPES)
def test_shapes_that_mean_something_contrast_with_their_surface(shape: str, surface: str, theme: str) -> None:
    assert contrast(COLOURS[shape][theme], COLOURS[surface][theme]) >= 3


def test_contrast_knows_the_extremes() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)
