"""Paper, ink and scissors: the palette and the few shapes that every scene is cut from."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 960, 720
# Where things stand.
GROUND = 566

INK = "#1d2f4a"
TEAL = "#1f7a78"
AMBER = "#d9922e"
PAPER = "#f6f0e4"
WHITE = "#fffdf8"
WOOD = "#c59a6a"
DARK_WOOD = "#8a5f3c"
KRAFT = "#cfa877"
LEAF = "#6f8f5f"
STEEL = "#a9b4be"
BRASS = "#c9a24e"
GLASS = "#d5e5e4"

# Named colours of materials and finishes, all a little greyed, so that any two stand well together.
COLOURS = {
    "amber": AMBER, "apricot": "#e7a36f", "aubergine": "#57405f", "black": "#33373f", "blue": "#3f6596",
    "blueberry": "#40508a", "blush": "#e6bfb0", "brass": BRASS, "brick": "#b4573f", "bronze": "#8f6a45",
    "brown": "#7d573c", "camel": "#c29a68", "charcoal": "#474d57", "cherry": "#9c3040", "clay": "#bd7753",
    "cocoa": "#5d4033", "copper": "#bd7650", "coral": "#d9765f", "cream": "#f0e3c6", "forest": "#3f6450",
    "gold": "#cfa64c", "green": "#5f8f6a", "grey": "#9ba3a8", "honey": "#d99c3c", "indigo": "#35477d",
    "ivory": "#f3ead8", "khaki": "#9b9168", "lavender": "#a79bc4", "lemon": "#e6c954", "linen": "#d9c8a8",
    "mint": "#a9cdb9", "moss": "#77834f", "mustard": "#c99a35", "natural": "#d7bd92", "navy": INK,
    "oak": "#cda56f", "ochre": "#c4893b", "olive": "#848346", "orange": "#d9823b", "oxblood": "#6f2f33",
    "pearl": "#ece7de", "petrol": "#2f5f6e", "pink": "#d99aa0", "plum": "#75415f", "red": "#b63f3b",
    "rose": "#c9838a", "rust": "#a95a35", "sage": "#a3b296", "sand": "#dcc59b", "silver": "#b9c1c7",
    "sky": "#8fb4cf", "smoke": "#7d868c", "steel": STEEL, "teal": TEAL, "terracotta": "#c46f4c",
    "turquoise": "#4fa3a0", "walnut": "#74503a", "white": "#faf6ec", "wine": "#7c3146", "yellow": "#e0b944",
}  # fmt: skip

# Wall and table of a scene.
_ROOMS = (
    ("#f4ecdc", "#e3d3b6"), ("#dfe9e6", "#c3d5d0"), ("#ebe6df", "#d5cabb"), ("#f3e4d8", "#e0c6b2"),
    ("#e3e8ee", "#c8d2dd"), ("#f1ead2", "#dfd0a4"), ("#e6ece0", "#ccd8c0"), ("#efe3e2", "#dcc5c3"),
)  # fmt: skip


def mix(one: str, other: str, share: float) -> str:
    """Return `one` with `share` (0 to 1) of `other` in it."""
    a, b = (tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5)) for colour in (one, other))
    return "#" + "".join(f"{round(x + (y - x) * share):02x}" for x, y in zip(a, b, strict=True))


@dataclass(frozen=True)
class Paint:
    """One colour in three lights, and one that goes with it."""

    main: str
    accent: str

    @classmethod
    def named(cls, name: str, accent: str = "teal") -> "Paint":
        return cls(COLOURS[name], COLOURS.get(accent, TEAL))

    @property
    def dark(self) -> str:
        return mix(self.main, INK, 0.32)

    @property
    def deep(self) -> str:
        return mix(self.main, INK, 0.6)

    @property
    def light(self) -> str:
        return mix(self.main, WHITE, 0.42)

    @property
    def pale(self) -> str:
        return mix(self.main, WHITE, 0.72)


def rect(x: float, y: float, w: float, h: float, fill: str, r: float = 0, o: float = 1) -> str:
    return f'<rect x="{x:.0f}" y="{y:.0f}" width="{w:.0f}" height="{h:.0f}" rx="{r:.0f}" fill="{fill}" fill-opacity="{o}"/>'


def oval(x: float, y: float, rx: float, ry: float, fill: str, o: float = 1) -> str:
    return f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{rx:.1f}" ry="{ry:.1f}" fill="{fill}" fill-opacity="{o}"/>'


def disc(x: float, y: float, r: float, fill: str, o: float = 1) -> str:
    return oval(x, y, r, r, fill, o)


def ring(x: float, y: float, rx: float, ry: float, colour: str, width: float) -> str:
    return (
        f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{rx:.1f}" ry="{ry:.1f}" fill="none" stroke="{colour}" '
        f'stroke-width="{width:.1f}"/>'
    )


def shape(d: str, fill: str, o: float = 1) -> str:
    return f'<path d="{d}" fill="{fill}" fill-opacity="{o}"/>'


def line(d: str, colour: str, width: float = 4, o: float = 1, dash: str = "") -> str:
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-linecap="round" '
        f'stroke-linejoin="round" stroke-opacity="{o}"{dashes}/>'
    )


def poly(points: Sequence[tuple[float, float]], fill: str, o: float = 1) -> str:
    return f'<polygon points="{" ".join(f"{x:.0f},{y:.0f}" for x, y in points)}" fill="{fill}" fill-opacity="{o}"/>'


def turned(inner: str, degrees: float, x: float, y: float) -> str:
    return f'<g transform="rotate({degrees:.1f} {x:.0f} {y:.0f})">{inner}</g>'


def moved(inner: str, x: float, y: float, scale: float = 1) -> str:
    """`inner` moved by (x, y) and scaled about the middle of the ground line."""
    back_x, back_y = 480 * (1 - scale), GROUND * (1 - scale)
    return f'<g transform="translate({x + back_x:.1f} {y + back_y:.1f}) scale({scale:.3f})">{inner}</g>'


def shadow(x: float = 480, w: float = 230, y: float = GROUND + 8, o: float = 0.16) -> str:
    """The soft patch of shade that a thing stands in."""
    return oval(x, y, w, w * 0.095 + 6, INK, o * 0.55) + oval(x + w * 0.05, y + 2, w * 0.8, w * 0.06 + 4, INK, o)


def leaf(x: float, y: float, length: float, degrees: float, colour: str = LEAF) -> str:
    blade = shape(
        f"M{x:.0f} {y:.0f}q{length * 0.5:.0f} {-length * 0.38:.0f} {length:.0f} 0"
        f"q{-length * 0.5:.0f} {length * 0.38:.0f} {-length:.0f} 0z",
        colour,
    )
    vein = line(f"M{x + 4:.0f} {y:.0f}h{length * 0.8:.0f}", mix(colour, INK, 0.35), 2, 0.6)
    return turned(blade + vein, degrees, x, y)


def sprig(x: float, y: float, rng: random.Random, colour: str = LEAF, height: float = 150, lean: float = 0) -> str:
    """A stalk with leaves on both sides."""
    out = line(f"M{x:.0f} {y:.0f}q{lean * 0.3:.0f} {-height * 0.5:.0f} {lean:.0f} {-height:.0f}",
               mix(colour, INK, 0.3), 4)  # fmt: skip
    for step in range(1, 6):
        share = step / 5.4
        px, py = x + lean * share * share, y - height * share
        size = 46 * (1.1 - share * 0.5) * rng.uniform(0.85, 1.1)
        out += leaf(px, py, size, -35 - 12 * share, mix(colour, WHITE, 0.12 * (step % 2)))
        out += leaf(px, py, size, -145 + 12 * share, colour)
    return out


def tag(x: float, y: float, fill: str = WHITE, string: str = INK) -> str:
    """A paper tag on a string, with two written lines."""
    return (
        line(f"M{x:.0f} {y:.0f}q14 26 8 46", string, 3, 0.7)
        + turned(
            shape(f"M{x - 20:.0f} {y + 58:.0f}l26 -18l26 18v66h-52z", fill)
            + disc(x + 6, y + 54, 5, mix(fill, INK, 0.5))
            + line(f"M{x - 8:.0f} {y + 82:.0f}h28M{x - 8:.0f} {y + 98:.0f}h20", INK, 3, 0.35),
            -8, x, y + 60,
        )
    )  # fmt: skip


def label(x: float, y: float, w: float, h: float, paint: Paint, rng: random.Random) -> str:
    """A printed label: a mark and some lines of type."""
    mark = disc(x + w / 2, y + h * 0.34, min(w, h) * 0.17, paint.main)
    if rng.random() < 0.5:
        arc = min(w, h) * 0.17
        mark = line(f"M{x + w / 2 - arc:.0f} {y + h * 0.42:.0f}a{arc:.0f} {arc:.0f} 0 0 1 {2 * arc:.0f} 0",
                    paint.dark, 6)  # fmt: skip
    middle = x + w / 2
    return (
        rect(x, y, w, h, WHITE, 5)
        + rect(x, y, w, 7, paint.accent, 2)
        + mark
        + line(f"M{middle - w * 0.3:.0f} {y + h * 0.64:.0f}h{w * 0.6:.0f}", INK, 4, 0.75)
        + line(f"M{middle - w * 0.2:.0f} {y + h * 0.78:.0f}h{w * 0.4:.0f}", INK, 3, 0.4)
    )


def room(rng: random.Random, paint: Paint, *, floor: bool = False) -> str:
    """Wall, a quiet arch or sun behind the thing, and what it stands on."""
    wall, table = rng.choice(_ROOMS)
    wall = mix(wall, paint.main, 0.05)
    level = GROUND - 62 if floor else GROUND - 34
    out = rect(0, 0, WIDTH, HEIGHT, wall)
    back = mix(wall, WHITE, 0.5)
    style = rng.randrange(4)
    if style == 0:
        out += disc(480 + rng.randint(-90, 90), 300, 262, back)
    elif style == 1:
        out += shape(f"M190 {level}v-230a290 262 0 0 1 580 0v230z", back)
    elif style == 2:
        # The bridge of the name, far off.
        out += line(f"M-40 {level}a300 250 0 0 1 520 0a300 250 0 0 1 520 0", back, 26)
        out += line(f"M-40 {level - 250}h1040", back, 16)
    else:
        out += rect(170, 90, 620, level - 90, back, 18)
        out += line(f"M480 90V{level}M170 {level - 240}h620", wall, 10)
    out += rect(0, level, WIDTH, HEIGHT - level, table)
    out += rect(0, level, WIDTH, 5, mix(table, WHITE, 0.4))
    for _ in range(7):
        x, y, long = rng.randint(-40, 900), rng.randint(level + 26, HEIGHT - 14), rng.randint(60, 240)
        out += line(f"M{x} {y}h{long}", mix(table, INK, 0.25), 3, 0.22)
    return out


def picture(inner: str, view: tuple[float, float, float, float] = (0, 0, WIDTH, HEIGHT)) -> str:
    """The whole drawing, or the part of it that `view` (x, y, width, height) shows."""
    box = " ".join(f"{each:.0f}" for each in view)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" width="{WIDTH}" height="{HEIGHT}">{inner}</svg>'
