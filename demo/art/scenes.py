"""Which scene, in which colours, from which side: an order to the illustrator."""

import hashlib
import random
from dataclasses import dataclass

from demo.art import room as rooms
from demo.art import small, table, wear
from demo.art.kit import HEIGHT, INK, WHITE, WIDTH, Paint, disc, line, mix, picture, rect, room, shape

SCENES = {**table.SCENES, **wear.SCENES, **rooms.SCENES, **small.SCENES}
ON_THE_FLOOR = frozenset({"chair", "table", "shelf", "lamp", "gown", "bedding"})
HANGING = frozenset({"lantern"})
VIEWS = ("hero", "detail", "packed")


@dataclass(frozen=True)
class Order:
    """`scene` of SCENES in `form`, painted `colour` with `accent`; `view` of VIEWS; `seed` varies the rest."""

    scene: str
    form: str
    colour: str
    accent: str
    seed: str
    view: str = "hero"

    @property
    def numbers(self) -> random.Random:
        return random.Random(hashlib.sha256(f"{self.seed}/{self.view}".encode()).digest())


def draw(order: Order) -> str:
    """Return the SVG of `order`; the same order always gives the same text."""
    rng, paint = order.numbers, Paint.named(order.colour, order.accent)
    scene = table.parcel if order.view == "packed" else SCENES[order.scene]
    backdrop = room(rng, paint, floor=order.scene in ON_THE_FLOOR and order.view != "packed")
    drawn = scene(paint, rng, order.form) if order.form else scene(paint, rng)
    if order.view == "detail":
        # Closer, and a little off the middle: where one would look for how it is made.
        x, y = rng.randint(190, 290), rng.randint(170, 250)
        return picture(backdrop + drawn, (x, y, WIDTH * 0.52, HEIGHT * 0.52))
    if rng.random() < 0.4 and order.scene not in HANGING:
        drawn = f'<g transform="translate({WIDTH} 0) scale(-1 1)">{drawn}</g>'
    return picture(backdrop + drawn)


def draw_logo(mark: str, colour: str, accent: str) -> str:
    """Return a seller's mark: a sign on a square. `mark` is a name of MARKS."""
    paint = Paint.named(colour, accent)
    return picture(rect(0, 0, WIDTH, WIDTH, paint.main) + MARKS[mark](paint), (0, 0, WIDTH, WIDTH)).replace(
        f'height="{HEIGHT}"', f'height="{WIDTH}"'
    )


def _hill(paint: Paint) -> str:
    return disc(480, 400, 170, paint.accent) + shape("M120 720q180 -300 340 -150t380 -60v210z", WHITE, 0.92) + "".join(
        disc(x, y, 40, mix(paint.main, INK, 0.2)) for x, y in ((380, 640), (480, 670), (580, 630))
    )  # fmt: skip


def _arch(paint: Paint) -> str:
    return line("M200 720v-180a280 280 0 0 1 560 0v180", WHITE, 54) + line("M320 720v-170a160 160 0 0 1 320 0v170", paint.accent, 44)


def _needle(paint: Paint) -> str:
    return line("M250 730L690 250", WHITE, 30) + disc(700, 238, 42, WHITE) + disc(700, 238, 18, paint.main) + line("M700 238q120 160 -60 260t-60 240", paint.accent, 18)


def _leaf(paint: Paint) -> str:
    return shape("M480 180q300 180 0 600q-300 -420 0 -600z", WHITE) + line("M480 250v520M480 460l90 -80M480 460l-90 -80M480 580l90 -80M480 580l-90 -80", paint.accent, 18)


def _wave(paint: Paint) -> str:
    return "".join(line(f"M150 {y}q110 -120 220 0t220 0t220 0", WHITE if n % 2 else paint.accent, 40) for n, y in enumerate((380, 500, 620)))


def _star(paint: Paint) -> str:
    out = ""
    for turn in (0, 45):
        out += f'<g transform="rotate({turn} 480 480)">' + rect(300, 300, 360, 360, WHITE if not turn else paint.accent, 12, 0.95) + "</g>"
    return out + disc(480, 480, 92, paint.main)


def _bolt(paint: Paint) -> str:
    return rect(300, 240, 360, 360, WHITE, 40) + rect(370, 310, 220, 220, paint.accent, 20) + "".join(
        line(f"M{x} 200v40M{x} 600v40M260 {x - 60}h40M660 {x - 60}h40", WHITE, 22) for x in (390, 480, 570)
    )  # fmt: skip


def _book(paint: Paint) -> str:
    return shape("M480 330q-140 -90 -300 -40v370q160 -50 300 40q140 -90 300 -40v-370q-160 -50 -300 40z", WHITE) + line("M480 330v370", paint.main, 16) + line("M250 400q90 -14 170 24M250 490q90 -14 170 24M540 424q80 -38 170 -24M540 514q80 -38 170 -24", paint.accent, 18)


MARKS = {"hill": _hill, "arch": _arch, "needle": _needle, "leaf": _leaf, "wave": _wave, "star": _star, "bolt": _bolt, "book": _book}
