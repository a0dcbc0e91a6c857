"""Scenes of the table: fruit, jars, bottles, sacks, crockery, pots, candles."""

import math
import random

from demo.art.kit import (
    AMBER,
    BRASS,
    DARK_WOOD,
    GLASS,
    GROUND,
    INK,
    KRAFT,
    LEAF,
    STEEL,
    TEAL,
    WHITE,
    WOOD,
    Paint,
    disc,
    label,
    leaf,
    line,
    mix,
    moved,
    oval,
    poly,
    rect,
    ring,
    shadow,
    shape,
    sprig,
    tag,
    turned,
)  # fmt: skip


def _planks(x: float, y: float, w: float, h: float, rows: int, colour: str) -> str:
    out = ""
    each = h / rows
    for row in range(rows):
        top = y + row * each
        out += rect(x, top, w, each - 6, mix(colour, WHITE, 0.1 * (row % 2)), 4)
        out += line(f"M{x + 24:.0f} {top + each * 0.4:.0f}h{w * 0.3:.0f}m{w * 0.12:.0f} {each * 0.14:.0f}h{w * 0.26:.0f}",
                    mix(colour, INK, 0.4), 2.5, 0.35)  # fmt: skip
    return out


def _fruit(x: float, y: float, r: float, paint: Paint, form: str, rng: random.Random) -> str:
    if form == "cherry":
        return (line(f"M{x:.0f} {y - r:.0f}q10 {-r * 1.2:.0f} 26 {-r * 1.7:.0f}", LEAF, 3)
                + disc(x, y, r, paint.main) + disc(x - r * 0.3, y - r * 0.35, r * 0.24, WHITE, 0.5))  # fmt: skip
    if form == "long":
        return turned(oval(x, y, r * 1.35, r * 0.8, paint.main) + oval(x - r * 0.3, y - r * 0.3, r * 0.6, r * 0.16, WHITE, 0.35),
                      rng.uniform(-30, 30), x, y)  # fmt: skip
    body = disc(x, y, r, mix(paint.main, paint.light, rng.uniform(0, 0.35))) + disc(x - r * 0.3, y - r * 0.34, r * 0.26, WHITE, 0.4)
    if form == "berry":
        points = [(x + r * 0.1 + r * 0.34 * math.cos(a / 10 * math.tau) * (1 if a % 2 else 0.5),
                   y - r * 0.2 + r * 0.3 * math.sin(a / 10 * math.tau) * (1 if a % 2 else 0.5)) for a in range(10)]  # fmt: skip
        return body + poly(points, paint.deep, 0.8)
    if form == "apple":
        return body + line(f"M{x:.0f} {y - r * 0.8:.0f}q4 {-r * 0.4:.0f} 10 {-r * 0.6:.0f}", DARK_WOOD, 4)
    return body


def crate(paint: Paint, rng: random.Random, form: str = "berry") -> str:
    """A slatted crate, heaped."""
    size = {"berry": 21, "cherry": 25, "apple": 46, "long": 44, "round": 40}.get(form, 34)
    out = shadow(480, 320)
    out += rect(196, 330, 568, 60, mix(WOOD, INK, 0.35), 6)
    rows = 5 if size < 30 else 3
    for row in range(rows):
        width = 250 - (rows - 1 - row) * (26 if size < 30 else 44)
        count = max(2, int(2 * width / (size * 1.75)))
        for n in range(count):
            x = 480 - width + (n + 0.5) * 2 * width / count + rng.uniform(-5, 5)
            out += _fruit(x, 282 + row * size * 0.98 + rng.uniform(-6, 6), size * rng.uniform(0.9, 1.1), paint, form, rng)
        if row < 2:
            out += leaf(480 + rng.uniform(-190, 190), 286 + row * 30, 64, rng.uniform(-50, 20))
    out += _planks(180, 384, 600, 186, 3, WOOD)
    out += rect(180, 372, 34, 200, mix(WOOD, INK, 0.16), 4) + rect(746, 372, 34, 200, mix(WOOD, INK, 0.16), 4)
    out += rect(404, 418, 152, 92, WHITE, 5) + disc(442, 464, 24, paint.main) + leaf(446, 442, 34, -40)
    out += line("M480 450h56M480 470h44M480 488h50", INK, 5, 0.5)
    return out


def punnets(paint: Paint, rng: random.Random, form: str = "berry") -> str:
    """Three clear punnets and a few that rolled away."""
    out = shadow(480, 350)
    for at, x in enumerate((300, 660, 480)):
        lift = 0 if at < 2 else 34
        base = GROUND + lift
        for row in range(3):
            for n in range(7 - row):
                out += _fruit(x - 84 + row * 13 + n * 27, base - 118 - row * 19 + rng.uniform(-3, 3), 18, paint, form, rng)
        out += shape(f"M{x - 118} {base - 132}h236l-20 132h-196z", GLASS, 0.72)
        for row in range(3):
            for n in range(7):
                out += disc(x - 80 + n * 27 + row % 2 * 8, base - 26 - row * 32, 14, paint.main, 0.55)
        out += rect(x - 124, base - 142, 248, 16, WHITE, 8) + shape(f"M{x - 56} {base - 96}h112v52h-112z", WHITE)
        out += disc(x - 26, base - 70, 13, paint.main) + line(f"M{x - 2} {base - 78}h44M{x - 2} {base - 62}h30", INK, 4, 0.5)
    for x in (150, 196, 806, 840):
        out += _fruit(x, GROUND + rng.randint(8, 44), 18, paint, form, rng)
    return out


def jar(paint: Paint, rng: random.Random, form: str = "smooth") -> str:
    """A big preserving jar with a smaller one."""
    def one(x: float, scale: float) -> str:
        body = shape("M380 330q0 -26 26 -30h148q26 4 26 30v196q0 40 -40 40h-120q-40 0 -40 -40z", GLASS)
        body += shape("M392 356h176v166q0 32 -32 32h-112q-32 0 -32 -32z", paint.main)
        body += oval(480, 356, 88, 10, paint.light)
        if form == "pieces":
            for _ in range(26):
                body += disc(rng.randint(406, 554), rng.randint(376, 536), rng.randint(8, 15),
                             mix(paint.main, rng.choice((WHITE, INK)), 0.25))  # fmt: skip
        body += label(412, 398, 136, 118, paint, rng)
        body += rect(400, 270, 160, 36, BRASS if form != "cloth" else paint.accent, 8)
        body += line("M420 280v16M446 280v16M472 280v16M498 280v16M524 280v16", mix(BRASS, INK, 0.4), 3, 0.5)
        body += rect(396, 340, 12, 180, WHITE, 6, 0.55)
        return moved(shadow(480, 130) + body, x, 0, scale)
    out = one(175, 0.8) + one(-70, 1.22)
    return out + sprig(770, GROUND + 20, rng, LEAF, 190, 40) if rng.random() < 0.5 else out + leaf(230, GROUND + 30, 70, 12)


def bottle(paint: Paint, rng: random.Random, form: str = "tall") -> str:
    """Bottles of oil, vinegar or syrup."""
    def one(x: float, scale: float, fill: str) -> str:
        glass = mix(fill, INK, 0.1)
        body = shape("M452 150h56v96q0 26 36 58q22 22 22 56v166q0 40 -40 40h-92q-40 0 -40 -40v-166q0 -34 22 -56q36 -32 36 -58z", glass)
        if form == "square":
            body = rect(396, 300, 168, GROUND - 300, glass, 18) + rect(448, 190, 64, 130, glass, 8)
        body += rect(408, 350, 16, 170, WHITE, 8, 0.4) + rect(444, 136, 72, 64, mix(INK, fill, 0.2), 8)
        body += rect(444, 184, 72, 8, AMBER, 2) + label(410, 370, 140, 140, paint, rng)
        return moved(shadow(480, 110) + body, x, 0, scale)
    out = one(-110, 1.0, paint.main) + one(110, 0.8, paint.light)
    for x in (690, 730, 762):
        out += oval(x, GROUND + 22 + (x % 3) * 6, 20, 16, mix(paint.main, LEAF, 0.4)) + disc(x - 5, GROUND + 18, 5, WHITE, 0.4)
    return out + leaf(716, GROUND + 6, 60, -24)


def sack(paint: Paint, rng: random.Random, form: str = "beans") -> str:
    """An open jute sack, heaped, with a scoop."""
    jute = "#cfb285"
    out = shadow(470, 270)
    for _ in range(70):
        x = rng.gauss(480, 78)
        y = 268 + abs(x - 480) * 0.34 + rng.uniform(-34, 26)
        if form == "powder":
            out += disc(x, y + 24, 34, mix(paint.main, paint.light, rng.random() * 0.4))
        elif form == "sticks":
            out += turned(rect(x - 42, y, 84, 13, mix(paint.main, paint.deep, rng.random() * 0.4), 6), rng.uniform(-35, 35), x, y)
        elif form == "leaves":
            out += leaf(x, y + 10, rng.uniform(26, 44), rng.uniform(0, 360), mix(paint.main, INK, rng.random() * 0.35))
        else:
            out += turned(oval(x, y + 8, 19, 13, mix(paint.main, INK, rng.random() * 0.3))
                          + line(f"M{x - 12:.0f} {y + 8:.0f}q12 -5 24 0", paint.deep, 2.5, 0.6), rng.uniform(0, 180), x, y)  # fmt: skip
    out += shape("M304 322q176 46 352 0q44 120 26 210q-8 40 -60 38h-284q-52 2 -60 -38q-18 -90 26 -210z", jute)
    out += shape("M286 318q-8 -34 30 -34q164 60 328 0q38 0 30 34q-194 66 -388 0z", mix(jute, WHITE, 0.3))
    for x in range(300, 670, 22):
        out += line(f"M{x} 372q{(x - 480) * 0.06:.0f} 90 {(480 - x) * 0.04:.0f} 184", mix(jute, INK, 0.3), 2, 0.28)
    for y in range(384, 560, 24):
        out += line(f"M292 {y}q188 26 376 0", mix(jute, INK, 0.3), 2, 0.22)
    out += ring(480, 452, 74, 58, paint.dark, 7) + line("M430 470a52 46 0 0 1 100 0", paint.dark, 9) + line("M424 474h112", paint.dark, 7)
    scoop = rect(690, GROUND - 4, 130, 20, WOOD, 10) + shape(f"M640 {GROUND - 18}h80v48h-80q-40 -24 0 -48z", mix(WOOD, INK, 0.15))
    out += shadow(720, 90, GROUND + 34) + turned(scoop, -6, 720, GROUND)
    for _ in range(9):
        out += oval(rng.randint(600, 800), GROUND + rng.randint(34, 66), 13, 9, mix(paint.main, INK, rng.random() * 0.3))
    return out


def pouch(paint: Paint, rng: random.Random, form: str = "") -> str:
    """Two paper pouches with a printed label."""
    def one(x: float, scale: float, fill: str) -> str:
        body = shape("M372 236h216l14 300q0 30 -30 30h-184q-30 0 -30 -30z", fill)
        body += rect(366, 214, 228, 40, mix(fill, INK, 0.12), 6) + line("M378 234h204", mix(fill, INK, 0.4), 3, 0.5, "2 10")
        body += shape("M372 254l-14 282q0 30 30 30h26l8 -312z", WHITE, 0.18) + label(406, 316, 148, 170, paint, rng)
        return moved(shadow(480, 140) + body, x, 0, scale)
    return one(150, 0.78, paint.main) + one(-80, 1.08, KRAFT) + leaf(700, GROUND + 30, 60, -18) + leaf(742, GROUND + 40, 48, 24)


def tin(paint: Paint, rng: random.Random, form: str = "") -> str:
    """A lidded tin with a cup of tea beside it."""
    out = shadow(390, 170)
    out += rect(264, 270, 252, GROUND - 262, paint.main, 14) + oval(390, 560, 126, 18, paint.dark) + rect(264, 300, 30, 250, WHITE, 8, 0.2)
    out += rect(254, 236, 272, 62, paint.dark, 14) + oval(390, 240, 136, 20, paint.light) + label(308, 346, 164, 150, paint, rng)
    return out + moved(cup(Paint(WHITE, paint.main), rng, "tea"), 178, 4, 0.62)


def cup(paint: Paint, rng: random.Random, form: str = "handle") -> str:
    """A cup on its saucer."""
    out = shadow(480, 230) + oval(480, GROUND - 4, 220, 30, paint.dark) + oval(480, GROUND - 12, 220, 28, paint.light)
    if form != "plain":
        out += ring(640, 404, 54, 62, paint.dark, 26)
    out += shape("M320 296h320q4 150 -60 226q-20 26 -60 26h-80q-40 0 -60 -26q-64 -76 -60 -226z", paint.main)
    out += shape("M320 296h320q4 64 -14 120q-146 36 -292 0q-18 -56 -14 -120z", paint.accent if form in ("dipped", "glaze") else paint.light, 0.85)
    out += oval(480, 296, 160, 30, paint.pale) + oval(480, 300, 142, 23, mix("#8a5a34", TEAL, 0.1) if form == "tea" else paint.dark)
    out += shape("M344 330q-2 110 34 176q-6 -90 -4 -168z", WHITE, 0.35)
    for _ in range(16):
        out += disc(rng.randint(350, 610), rng.randint(340, 510), rng.uniform(1.5, 4), paint.deep, 0.3)
    return out + line("M430 236q-16 -26 0 -50t0 -50M490 236q-16 -26 0 -50t0 -50", WHITE, 8, 0.6)


def bowl(paint: Paint, rng: random.Random, form: str = "") -> str:
    """A stack of bowls."""
    out = shadow(480, 220)
    for step in range(3):
        y = GROUND - 20 - step * 74
        out += rect(420, y - 4, 120, 26, paint.dark, 6)
        out += shape(f"M290 {y - 116}h380q-14 92 -110 116h-160q-96 -24 -110 -116z", mix(paint.main, paint.accent, 0.35 * (step % 2)))
        out += line(f"M306 {y - 84}q174 26 348 0", WHITE, 7, 0.5) + shape(f"M300 {y - 112}q10 76 76 104q-36 -50 -40 -104z", WHITE, 0.25)
        for _ in range(10):
            out += disc(rng.randint(330, 630), rng.randint(y - 92, y - 30), rng.uniform(2, 4), paint.deep, 0.3)
    y = GROUND - 20 - 2 * 74 - 116
    return out + oval(480, y, 190, 30, paint.pale) + oval(480, y + 4, 168, 22, paint.dark)


def plate(paint: Paint, rng: random.Random, form: str = "") -> str:
    """A plate on its rim and a stack before it."""
    out = shadow(480, 300)
    out += disc(480, 330, 214, paint.dark) + disc(474, 326, 212, paint.main) + disc(474, 326, 150, paint.light)
    out += ring(474, 326, 184, 184, paint.accent, 8)
    for n in range(24):
        a = n / 24 * math.tau
        out += disc(474 + 184 * math.cos(a), 326 + 184 * math.sin(a), 7 if n % 2 else 12, paint.accent)
    for n in range(6):
        out += leaf(474, 326, 96, n * 60 + 15, mix(paint.accent, WHITE, 0.2)) if form != "plain" else ""
    for step in range(4):
        out += oval(640, GROUND - 4 - step * 18, 170, 24, paint.dark) + oval(640, GROUND - 12 - step * 18, 170, 23, paint.light)
    return out + oval(640, GROUND - 66, 118, 14, paint.main)


def teapot(paint: Paint, rng: random.Random, form: str = "") -> str:
    """A teapot under its arched handle."""
    out = shadow(480, 240) + line("M330 330q0 -190 150 -190t150 190", DARK_WOOD, 20)
    out += shape("M650 400q90 -20 110 -110l34 10q-10 150 -130 190z", paint.dark)
    out += oval(480, 440, 210, 136, paint.main) + rect(380, 552, 200, 20, paint.dark, 8)
    out += shape("M290 420q10 100 110 146q-50 -60 -60 -160z", WHITE, 0.25) + oval(480, 322, 110, 22, paint.dark)
    out += shape("M380 316q100 -66 200 0z", paint.light) + disc(480, 276, 20, paint.accent)
    for _ in range(26):
        a, d = rng.uniform(0, math.tau), rng.uniform(20, 130)
        out += disc(480 + d * 1.3 * math.cos(a), 446 + d * 0.8 * math.sin(a), rng.uniform(2, 5), paint.deep, 0.35)
    return out


def vase(paint: Paint, rng: random.Random, form: str = "round") -> str:
    """A vase with branches."""
    out = ""
    for lean, height in ((-110, 190), (10, 250), (110, 200)):
        out += sprig(480 + lean * 0.2, 300, rng, mix(LEAF, paint.accent, 0.25), height, lean)
        if form != "leaf":
            out += disc(480 + lean * 1.15, 300 - height, 24, AMBER) + disc(480 + lean * 1.15, 300 - height, 11, WHITE, 0.8)
    out += shadow(480, 170)
    if form == "tall":
        out += shape("M440 286h80q4 60 40 130q36 150 -40 150h-80q-76 0 -40 -150q36 -70 40 -130z", paint.main)
    else:
        out += shape("M438 286h84q0 40 60 80q66 60 40 140q-20 60 -80 60h-124q-60 0 -80 -60q-26 -80 40 -140q60 -40 60 -80z", paint.main)
    out += oval(480, 286, 46, 11, paint.deep)
    out += line("M352 470q128 34 256 0M362 494q118 30 236 0" if form != "tall" else "M396 470q84 26 168 0", paint.accent, 9, 0.9)
    return out + shape("M392 420q-30 60 -4 120q-8 -70 30 -130z", WHITE, 0.3)


def tile(paint: Paint, rng: random.Random, form: str = "star") -> str:
    """Nine patterned tiles leaning on the wall, and one before them."""
    def one(x: float, y: float, s: float) -> str:
        out = rect(x, y, s, s, paint.pale, 5)
        m, c = s / 2, paint.main
        if form == "star":
            out += poly([(x + m, y + s * .08), (x + s * .62, y + s * .38), (x + s * .92, y + m), (x + s * .62, y + s * .62),
                         (x + m, y + s * .92), (x + s * .38, y + s * .62), (x + s * .08, y + m), (x + s * .38, y + s * .38)], c)  # fmt: skip
            out += disc(x + m, y + m, s * 0.11, paint.accent)
        elif form == "scale":
            for row in range(3):
                for n in range(3):
                    out += disc(x + s * (0.17 + n / 3), y + s * (0.2 + row * 0.3), s * 0.15, c if (row + n) % 2 else paint.accent)
        else:
            out += shape(f"M{x:.0f} {y:.0f}h{m:.0f}a{m:.0f} {m:.0f} 0 0 1 {-m:.0f} {m:.0f}z", c)
            out += shape(f"M{x + s:.0f} {y + s:.0f}h{-m:.0f}a{m:.0f} {m:.0f} 0 0 1 {m:.0f} {-m:.0f}z", c)
            out += ring(x + m, y + m, s * 0.16, s * 0.16, paint.accent, s * 0.06)
        return out
    out = shadow(480, 260)
    for row in range(3):
        for n in range(3):
            out += one(258 + n * 150, 116 + row * 150, 143)
    out += shadow(720, 110, GROUND + 36) + turned(rect(646, GROUND - 116, 150, 150, paint.dark, 6) + one(640, GROUND - 122, 148), 7, 720, GROUND)
    return out


def candle(paint: Paint, rng: random.Random, form: str = "jar") -> str:
    """Candles, lit."""
    out = ""
    for x, h, w in ((340, 200, 116), (490, 290, 128), (640, 150, 116)):
        top = GROUND - h
        out += shadow(x, w * 0.8) + disc(x, top - 60, 74, "#f9dfa0", 0.35)
        if form == "jar":
            out += rect(x - w / 2, top - 20, w, h + 20, mix(paint.main, GLASS, 0.3), 16) + rect(x - w / 2 + 8, top + 6, w - 16, h - 16, paint.light, 10)
            out += label(x - w * 0.34, top + h * 0.36, w * 0.68, h * 0.42, paint, rng)
        else:
            out += rect(x - w / 2.6, top, w / 1.3, h, paint.main, 10) + rect(x - w / 2.6 + 8, top + 12, 14, h - 30, WHITE, 7, 0.3)
            out += shape(f"M{x + 10:.0f} {top}h{w / 2.6 - 10:.0f}v60q-14 24 -24 0q-4 -40 -16 -14z", paint.light)
        out += oval(x, top + 2, w / 2.7, 9, paint.pale) + line(f"M{x} {top}v-18", INK, 4)
        out += shape(f"M{x} {top - 64}q26 34 0 54q-26 -20 0 -54z", AMBER) + shape(f"M{x} {top - 42}q11 16 0 28q-11 -12 0 -28z", "#fbe7a4")
    return out


def pot(paint: Paint, rng: random.Random, form: str = "pot") -> str:
    """A lidded pot, a tagine, or a pan."""
    out = shadow(480, 270)
    if form == "tagine":
        out += shape("M270 470h420q-20 96 -130 98h-160q-110 -2 -130 -98z", paint.dark) + rect(250, 452, 460, 26, paint.main, 12)
        out += shape("M290 452q110 -60 158 -250h64q48 190 158 250z", paint.main) + disc(480, 186, 34, paint.dark)
        out += line("M372 380q108 30 216 0M340 422q140 36 280 0", paint.accent, 9) + shape("M320 446q90 -60 120 -190q-10 120 -60 190z", WHITE, 0.25)
        return out
    if form == "pan":
        out += rect(650, 470, 230, 30, DARK_WOOD, 14) + shape("M210 440h460q-10 118 -90 126h-280q-80 -8 -90 -126z", paint.main)
        return out + oval(440, 440, 230, 40, paint.light) + oval(440, 446, 204, 30, paint.dark) + line("M226 480q12 56 60 70", WHITE, 8, 0.35)
    out += rect(206, 380, 90, 30, paint.dark, 14) + rect(664, 380, 90, 30, paint.dark, 14)
    out += rect(260, 340, 440, 226, paint.main, 40) + rect(286, 372, 26, 150, WHITE, 13, 0.3)
    out += shape("M250 344q30 -110 230 -110t230 110z", paint.light) + rect(246, 334, 468, 24, paint.dark, 10)
    return out + rect(444, 204, 72, 36, BRASS if paint.main != STEEL else INK, 14)


def glass(paint: Paint, rng: random.Random, form: str = "tumbler") -> str:
    """Three glasses, one filled."""
    out = ""
    for at, x in enumerate((310, 480, 650)):
        out += shadow(x, 90)
        tint = mix(GLASS, paint.main, 0.5)
        if form == "stem":
            out += shape(f"M{x - 66} 236h132q4 130 -56 156h-20q-60 -26 -56 -156z", tint, 0.85) + rect(x - 6, 388, 12, 160, tint) + oval(x, 556, 62, 12, tint)
            out += shape(f"M{x - 63} 300h126q-8 80 -54 88h-18q-46 -8 -54 -88z", paint.main, 0.8) if at == 1 else ""
        else:
            out += shape(f"M{x - 72} 300h144l-14 {GROUND - 300}h-116z", tint, 0.85)
            out += shape(f"M{x - 67} 390h134l-9 {GROUND - 402}h-116z", paint.main, 0.75) if at == 1 else ""
            out += oval(x, 300, 72, 13, WHITE, 0.7)
        out += line(f"M{x - 48} 330q2 70 8 130", WHITE, 8, 0.6)
    return out


def parcel(paint: Paint, rng: random.Random, form: str = "") -> str:
    """How it travels: cartons, tape and a label."""
    def box(x: float, y: float, w: float, h: float) -> str:
        out = rect(x, y, w, h, KRAFT, 6) + rect(x + w * 0.42, y, w * 0.16, h, mix(KRAFT, paint.main, 0.5))
        out += poly([(x, y), (x + w * .08, y - 34), (x + w * .92, y - 34), (x + w, y)], mix(KRAFT, WHITE, 0.3))
        out += poly([(x + w * .42, y), (x + w * .44, y - 34), (x + w * .57, y - 34), (x + w * .58, y)], mix(KRAFT, paint.main, 0.4))
        out += rect(x + 24, y + h * 0.5, w * 0.32, h * 0.34, WHITE, 4) + disc(x + 46, y + h * 0.5 + 24, 11, paint.main)
        out += line(f"M{x + 66:.0f} {y + h * 0.5 + 20:.0f}h{w * 0.32 - 56:.0f}M{x + 38:.0f} {y + h * 0.5 + 46:.0f}h{w * 0.32 - 34:.0f}", INK, 4, 0.5)
        return out + line(f"M{x + w - 54:.0f} {y + h - 26:.0f}v-44m-12 14l12 -14l12 14M{x + w - 90:.0f} {y + h - 20:.0f}h70", INK, 5, 0.55)
    return shadow(480, 340) + box(214, 332, 330, GROUND - 332) + box(420, 200, 250, 132) + shadow(700, 120) + box(576, 392, 220, GROUND - 392) + tag(620, 250, WHITE)


SCENES = {
    "crate": crate, "punnets": punnets, "jar": jar, "bottle": bottle, "sack": sack, "pouch": pouch, "tin": tin,
    "cup": cup, "bowl": bowl, "plate": plate, "teapot": teapot, "vase": vase, "tile": tile, "candle": candle,
    "pot": pot, "glass": glass, "parcel": parcel,
}  # fmt: skip
