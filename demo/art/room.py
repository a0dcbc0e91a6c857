"""Scenes of the house and the workshop: furniture, lamps, tools; and of work that is not shipped."""

import random

from demo.art.kit import (
    AMBER,
    BRASS,
    DARK_WOOD,
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
    line,
    mix,
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

FLOOR = GROUND + 40


def _grain(x: float, y: float, w: float, colour: str) -> str:
    return line(f"M{x:.0f} {y:.0f}q{w * 0.3:.0f} -7 {w * 0.6:.0f} 0t{w * 0.4:.0f} 0", mix(colour, INK, 0.4), 2.5, 0.4)


def chair(paint: Paint, rng: random.Random, form: str = "chair") -> str:
    """A chair or a stool."""
    wood, seat = paint.main, paint.accent
    out = shadow(480, 220, FLOOR)
    if form == "stool":
        out += line(f"M400 330l-70 {FLOOR - 330}M560 330l70 {FLOOR - 330}M440 340l-20 {FLOOR - 350}M520 340l20 {FLOOR - 350}", wood, 22)
        out += line("M372 470h216M388 430h184", mix(wood, INK, 0.2), 13) + oval(480, 316, 170, 34, paint.dark) + oval(480, 304, 170, 34, wood)
        return out + _grain(360, 300, 240, wood) + _grain(390, 318, 180, wood)
    if form == "arm":
        out += line(f"M330 420l-34 {FLOOR - 420}M630 420l34 {FLOOR - 420}", wood, 24) + rect(330, 170, 300, 280, seat, 40) + rect(310, 390, 340, 90, mix(seat, WHITE, 0.2), 30)
        out += line("M310 360h-40v120M650 360h40v120", wood, 24) + line("M350 210h260M350 250h260", mix(seat, INK, 0.3), 3, 0.4, "10 10")
        return out
    out += line(f"M370 390l-26 {FLOOR - 390}M590 390l26 {FLOOR - 390}", paint.dark, 20) + line("M356 130v280M604 130v280", wood, 22)
    for n in range(4 if form == "chair" else 3):
        out += rect(366, 150 + n * 62, 228, 26, wood, 12) + _grain(390, 164 + n * 62, 180, wood)
    out += shape("M326 380h308l30 60h-368z", seat) + rect(294, 434, 372, 26, mix(seat, INK, 0.3), 10)
    out += line(f"M318 456l-16 {FLOOR - 456}M642 456l16 {FLOOR - 456}", wood, 24) + line("M316 530h328", wood, 12)
    for x in range(350, 620, 18):
        out += line(f"M{x} 384l{(x - 480) * 0.12:.0f} 50", mix(seat, INK, 0.35), 3, 0.4)
    return out


def table(paint: Paint, rng: random.Random, form: str = "table") -> str:
    """A table, a desk or a bench, with something on it."""
    wood = paint.main
    top = 400 if form == "bench" else 300
    out = shadow(480, 350, FLOOR) + line(f"M250 {top + 20}l-30 {FLOOR - top - 20}M710 {top + 20}l30 {FLOOR - top - 20}", wood, 26)
    out += line(f"M310 {top + 20}l-10 {FLOOR - top - 60}M650 {top + 20}l10 {FLOOR - top - 60}", paint.dark, 18)
    if form == "desk":
        out += rect(540, top + 26, 180, 100, paint.light, 6) + rect(606, top + 66, 48, 12, BRASS, 6) + line(f"M540 {top + 76}h180", paint.dark, 3, 0.5)
    out += rect(160, top - 12, 640, 40, wood, 10) + rect(160, top + 18, 640, 10, paint.dark, 4) + _grain(190, top, 300, wood) + _grain(520, top + 6, 240, wood)
    if form == "bench":
        return out + rect(190, top - 46, 260, 38, paint.accent, 18)
    out += rect(250, top - 66, 60, 54, paint.accent, 10) + sprig(280, top - 62, rng, LEAF, 130, 26)
    return out + rect(560, top - 30, 130, 18, TEAL, 3) + rect(570, top - 48, 120, 18, AMBER, 3) + rect(556, top - 64, 120, 16, WHITE, 3)


def shelf(paint: Paint, rng: random.Random, form: str = "shelf") -> str:
    """Shelves with books and pots, or a chest of drawers."""
    wood = paint.main
    out = shadow(480, 270, FLOOR)
    if form == "chest":
        out += rect(260, 200, 440, FLOOR - 230, wood, 12) + rect(244, 186, 472, 26, paint.dark, 8)
        for n in range(4):
            y = 226 + n * 84
            out += rect(278, y, 404, 74, paint.light, 6) + _grain(300, y + 24, 340, wood) + disc(410, y + 38, 11, BRASS) + disc(550, y + 38, 11, BRASS)
        return out + line(f"M290 {FLOOR - 30}v26M670 {FLOOR - 30}v26", paint.dark, 22)
    out += rect(250, 90, 22, FLOOR - 90, wood, 6) + rect(688, 90, 22, FLOOR - 90, wood, 6)
    for n in range(4):
        y = 210 + n * 124
        x = 290.0
        while x < 560:
            w, h = rng.randint(18, 34), rng.randint(58, 92)
            out += rect(x, y - h, w, h, rng.choice((TEAL, AMBER, paint.accent, "#b4573f", "#6f8f5f", "#3f6596", WHITE)), 3) + rect(x, y - h + 12, w, 5, WHITE, 0, 0.5)
            x += w + 4 + (50 if rng.random() < 0.15 else 0)
        out += rect(606, y - 46, 56, 46, "#c46f4c", 10) + (sprig(634, y - 44, rng, LEAF, 60, 12) if n % 2 else disc(634, y - 58, 20, paint.accent))
        out += rect(250, y, 460, 20, paint.light, 4) + _grain(280, y + 10, 400, wood)
    return out


def lamp(paint: Paint, rng: random.Random, form: str = "table") -> str:
    """A lamp, lit."""
    glow = "#fbe3a2"
    if form == "pendant":
        return (line("M480 0v170", INK, 6) + shape("M300 366h360l110 354h-580z", glow, 0.28) + shape("M430 170h100q120 60 140 196h-380q20 -136 140 -196z", paint.main)
                + shape("M440 180q-96 60 -120 180h40q16 -110 90 -180z", WHITE, 0.25) + oval(480, 366, 190, 26, paint.dark) + oval(480, 368, 168, 18, glow) + disc(480, 374, 26, WHITE) + rect(454, 150, 52, 30, BRASS, 6))  # fmt: skip
    floor = form == "floor"
    y = 150 if floor else 190
    out = shape(f"M330 {y + 170}h300l130 {FLOOR - y - 170}h-560z", glow, 0.3) + shadow(480, 150, FLOOR) + rect(470, y + 150, 20, FLOOR - y - 160, paint.accent, 8)
    if not floor:
        out += shape(f"M440 {y + 180}q-50 110 -30 {FLOOR - y - 190}h140q20 -90 -30 -{FLOOR - y - 190}z", paint.accent) + shape(f"M440 {y + 190}q-40 100 -24 180q-2 -90 40 -180z", WHITE, 0.25)
    out += oval(480, FLOOR - 6, 110, 18, mix(paint.accent, INK, 0.3)) + shape(f"M400 {y}h160l100 172h-360z", paint.main) + oval(480, y + 172, 180, 20, paint.light)
    for n in range(-4, 5):
        out += line(f"M{480 + n * 18} {y + 4}L{480 + n * 40} {y + 166}", paint.dark, 2.5, 0.3)
    return out + line(f"M560 {y + 174}v60", INK, 3, 0.6) + disc(560, y + 240, 8, BRASS)


def lantern(paint: Paint, rng: random.Random, form: str = "silk") -> str:
    """Lanterns, of silk or pierced metal."""
    out = line("M-20 70q500 90 1000 -10", INK, 5, 0.7)
    for x, y, s in ((250, 130, 0.8), (480, 120, 1.15), (720, 118, 0.85)):
        w, h = 120 * s, 150 * s
        cy = y + 40 + h
        out += line(f"M{x} {y - 40}v70", INK, 4) + disc(x, cy, h * 1.35, "#fbe3a2", 0.28)
        if form == "metal":
            out += poly([(x - w * .5, cy - h * .7), (x + w * .5, cy - h * .7), (x + w * .8, cy), (x + w * .5, cy + h * .8), (x - w * .5, cy + h * .8), (x - w * .8, cy)], paint.main)
            for row in range(5):
                for n in range(5):
                    out += turned(rect(x - w * .5 + n * w * .25 - 7, cy - h * .55 + row * h * .27 - 7, 14, 14, "#fbe3a2"), 45, x - w * .5 + n * w * .25, cy - h * .55 + row * h * .27)
            out += poly([(x - w * .4, cy - h * .7), (x, cy - h * 1.15), (x + w * .4, cy - h * .7)], paint.dark)
        else:
            out += oval(x, cy, w, h * 0.8, paint.main if s > 1 else paint.accent)
            for rib in (-0.75, -0.4, 0, 0.4, 0.75):
                out += ring(x, cy, abs(w * rib) + 1, h * 0.8, mix(paint.main, WHITE, 0.5), 3)
            out += rect(x - w * .4, cy - h * .84, w * .8, 18, BRASS, 6) + rect(x - w * .4, cy + h * .74, w * .8, 18, BRASS, 6)
            out += "".join(line(f"M{x + n * 8:.0f} {cy + h * .84:.0f}v{50 * s:.0f}", paint.dark, 4) for n in (-2, -1, 0, 1, 2))
    return out


def bulb(paint: Paint, rng: random.Random, form: str = "") -> str:
    """Two light bulbs."""
    out = ""
    for x, s in ((360, 1.1), (620, 0.85)):
        y = GROUND - 30
        out += shadow(x, 90 * s) + disc(x, y - 230 * s, 150 * s, "#fbe3a2", 0.45)
        out += shape(f"M{x - 40 * s:.0f} {y - 90 * s:.0f}q0 -50 -40 -90q-50 -130 80 -180q130 50 80 180q-40 40 -40 90z", mix(paint.main, WHITE, 0.55), 0.9)
        out += line(f"M{x - 26 * s:.0f} {y - 100 * s:.0f}l-6 -90l20 -30l12 40l12 -40l20 30l-6 90", AMBER, 5)
        out += "".join(rect(x - 38 * s, y - 88 * s + n * 24 * s, 76 * s, 18 * s, STEEL if n % 2 else mix(STEEL, INK, .2), 8) for n in range(4))
    return out


def tools(paint: Paint, rng: random.Random, form: str = "hammer") -> str:
    """One tool lying on the bench, larger than its fellows on the wall."""
    steel, grip = mix(STEEL, paint.accent, 0.06), paint.main
    out = "".join(disc(x, y, 4, INK, 0.18) for x in range(130, 850, 48) for y in range(90, 330, 48))
    out += shadow(480, 330, GROUND + 16)
    def handle(x: float, y: float, w: float, h: float = 40) -> str:
        return rect(x, y, w, h, grip, h / 2) + rect(x + 20, y + 8, w - 50, 7, WHITE, 3, 0.35) + "".join(line(f"M{x + 40 + n * 22} {y + 8}v{h - 16}", mix(grip, INK, .4), 3, .4) for n in range(int(w // 30)))
    if form == "hammer":
        one = handle(300, 420, 420, 36) + rect(250, 360, 92, 156, steel, 12) + rect(240, 346, 112, 44, mix(steel, INK, .2), 10) + shape("M252 516h88l-20 56h-60z", mix(steel, INK, .1))
    elif form == "chisel":
        one = "".join(handle(520, 330 + n * 74, 230, 44) + rect(500, 338 + n * 74, 30, 28, BRASS, 4) + poly([(220 + n * 22, 336 + n * 74), (502, 342 + n * 74), (502, 364 + n * 74), (220 + n * 22, 372 + n * 74), (190 + n * 22, 336 + n * 74)], steel) for n in range(4))
    elif form == "plane":
        one = rect(200, 470, 560, 76, WOOD, 10) + _grain(230, 510, 480, WOOD) + poly([(440, 340), (520, 340), (470, 480), (400, 480)], steel) + shape("M610 470q-10 -110 60 -120q40 20 20 120z", grip) + disc(280, 440, 36, grip) + rect(200, 540, 560, 14, steel, 4)
    elif form == "saw":
        one = shape("M180 420l470 -60v150l-470 -40z", steel) + poly([(180 + n * 18, 470 + n * 1.55) if n % 2 else (180 + n * 18, 488 + n * 1.55) for n in range(27)] + [(650, 500), (180, 462)], steel)
        one += shape("M640 340q140 -20 150 90q-6 100 -150 90z", grip) + oval(716, 430, 40, 36, mix(WOOD, WHITE, .5))
    elif form == "wrench":
        one = turned(rect(300, 420, 380, 46, steel, 20) + disc(290, 443, 70, steel) + poly([(200, 420), (290, 412), (290, 474), (200, 466)], mix(KRAFT, WHITE, .6)) + disc(700, 443, 52, steel) + disc(700, 443, 28, mix(KRAFT, WHITE, .6)) + rect(380, 434, 220, 16, grip, 8), -12, 480, 440)
    elif form == "screws":
        one = rect(230, 330, 500, 236, paint.main, 12) + "".join(rect(246 + n % 3 * 160, 346 + n // 3 * 108, 148, 96, paint.pale, 6) for n in range(6))
        for _ in range(60):
            n = rng.randrange(6)
            x, y = 262 + n % 3 * 160 + rng.randint(0, 110), 362 + n // 3 * 108 + rng.randint(0, 60)
            one += turned(rect(x, y, 32, 7, BRASS if n % 2 else STEEL, 3) + rect(x - 4, y - 4, 8, 15, mix(BRASS if n % 2 else STEEL, INK, .3), 3), rng.uniform(0, 180), x, y)
    elif form == "drill":
        one = rect(300, 280, 330, 120, grip, 40) + rect(250, 312, 70, 56, mix(INK, STEEL, .4), 10) + rect(150, 332, 110, 16, steel, 6) + shape("M500 390h120l30 130h-120z", grip) + rect(490, 510, 190, 56, INK, 12) + rect(520, 400, 24, 46, AMBER, 8) + rect(360, 306, 200, 14, WHITE, 7, .4)
    elif form == "garden":
        one = handle(540, 370, 240, 44) + rect(470, 380, 80, 24, steel, 6) + shape("M480 340q-230 -20 -300 52q70 72 300 52z", steel) + line("M230 392h230", mix(steel, INK, .3), 5, .5) + handle(540, 478, 240, 44) + rect(440, 490, 110, 20, steel, 8) + line("M440 500l-160 -46M440 500h-180M440 500l-160 46", steel, 15)
    else:
        one = handle(300, 430, 360)
    return out + one + tag(790, 470, WHITE)


def knife(paint: Paint, rng: random.Random, form: str = "chef") -> str:
    """A kitchen knife on a board."""
    out = shadow(480, 370, GROUND + 20) + rect(140, 200, 680, 370, WOOD, 26) + "".join(_grain(180, 240 + n * 46, 580, WOOD) for n in range(7)) + disc(770, 250, 22, mix(WOOD, INK, .5))
    blade = {
        "chef": "M200 400q120 -120 400 -120v120q-200 20 -400 0z", "santoku": "M210 320q20 -50 110 -48h280v130h-330q-60 -20 -60 -82z",
        "nakiri": "M210 270h390v136h-390z", "petty": "M300 380q120 -66 300 -70v72q-160 10 -300 -2z",
    }.get(form, "M200 400q120 -120 400 -120v120q-200 20 -400 0z")  # fmt: skip
    one = shape(blade, "#dfe4e6") + line("M236 394q160 -40 362 -34", STEEL, 5, .9) + line("M240 386q60 -26 100 -16t90 -20t80 4t86 -12", mix(STEEL, INK, .2), 3, .5)
    one += rect(598, 284, 26, 110, BRASS if paint.accent != TEAL else mix(INK, STEEL, .5), 4) + rect(620, 300, 220, 74, paint.main, 34) + rect(640, 312, 170, 12, WHITE, 6, .3) + disc(680, 338, 7, BRASS) + disc(770, 338, 7, BRASS)
    out += turned(one, 12, 480, 380)
    for _ in range(5):
        out += oval(rng.randint(230, 420), rng.randint(500, 545), 26, 14, mix(LEAF, WHITE, .2)) + oval(rng.randint(230, 420), rng.randint(500, 545), 18, 10, "#c94f3d")
    return out


def desk(paint: Paint, rng: random.Random, form: str = "code") -> str:
    """A laptop at work, a mug and papers: services."""
    out = shadow(480, 380, GROUND + 40) + rect(250, 150, 460, 300, INK, 20) + rect(270, 170, 420, 260, mix(paint.main, WHITE, .82), 6)
    if form == "code":
        for n in range(9):
            x = 294 + rng.choice((0, 28, 56))
            out += rect(x, 190 + n * 25, rng.randint(60, 150), 10, rng.choice((paint.main, TEAL, AMBER)), 5) + rect(x + 170, 190 + n * 25, rng.randint(20, 120), 10, STEEL, 5)
    elif form == "figures":
        for n, h in enumerate((50, 84, 66, 120, 104, 150)):
            out += rect(330 + n * 54, 406 - h, 34, h, paint.main if n < 4 else AMBER, 4)
        out += line("M316 408h330M330 300l54 -30l54 18l54 -60l54 14l54 -40", INK, 4, .6)
    elif form == "drawing":
        out += disc(400, 290, 70, paint.main) + poly([(470, 390), (560, 220), (650, 390)], AMBER) + line("M300 390q80 -160 190 -60t170 -120", TEAL, 9)
    elif form == "photo":
        out += rect(300, 196, 360, 210, mix("#8fb4cf", WHITE, .3), 4) + poly([(300, 406), (410, 260), (500, 406)], LEAF) + poly([(430, 406), (560, 230), (660, 406)], paint.main) + disc(590, 236, 22, AMBER)
    else:
        for n in range(8):
            out += rect(300, 196 + n * 26, rng.randint(220, 350), 9, INK if n else paint.main, 4, .6)
    out += shape("M200 450h560l60 56h-680z", mix(STEEL, WHITE, .3)) + rect(140, 504, 680, 16, STEEL, 8) + rect(410, 466, 140, 22, WHITE, 8, .6)
    out += rect(770, 410, 92, 96, paint.accent, 14) + ring(866, 452, 26, 28, paint.accent, 12) + line("M800 394q-12 -22 0 -40M828 394q-12 -22 0 -40", WHITE, 6, .7)
    out += turned(rect(90, 540, 210, 120, WHITE, 4) + line("M110 566h160M110 590h130M110 614h150", INK, 5, .4), -7, 190, 600)
    return out + turned(rect(620, 570, 220, 18, AMBER, 6) + poly([(620, 570), (620, 588), (592, 579)], KRAFT), 14, 730, 580)


def books(paint: Paint, rng: random.Random, form: str = "maths") -> str:
    """An open book before a blackboard: lessons, translation."""
    out = rect(180, 66, 600, 300, "#35554f", 12) + rect(180, 66, 600, 300, WOOD, 12, 0) + line("M180 66h600v300h-600z", WOOD, 16)
    chalk = "#eef3ec"
    if form == "maths":
        out += line("M240 320q120 -260 240 -60t240 -120", "#f2d58a", 6) + line("M230 330h330M250 340v-240", chalk, 5)
        out += ring(660, 150, 44, 44, chalk, 5) + poly([(600, 330), (720, 330), (720, 250)], chalk, .25) + line("M600 330h120v-80z", chalk, 5)
    elif form == "language":
        out += rect(240, 110, 210, 120, chalk, 18) + poly([(280, 228), (330, 228), (280, 268)], chalk) + rect(510, 180, 220, 120, "#f2d58a", 18) + poly([(650, 298), (700, 298), (700, 338)], "#f2d58a")
        out += line("M270 146h150M270 172h110M270 198h130M540 216h160M540 242h120M540 268h140", "#35554f", 7)
    else:
        out += line("M250 120h220M250 160h180M250 200h240M250 240h160M250 280h210", chalk, 5, .8) + disc(640, 210, 80, "#f2d58a", .9) + line("M640 210v-60M640 210l44 30", "#35554f", 8)
    out += shadow(480, 330, GROUND + 50) + shape("M480 470q-150 -70 -330 -30v170q180 -40 330 30q150 -70 330 -30v-170q-180 -40 -330 30z", paint.main)
    out += shape("M480 456q-146 -66 -310 -30v160q170 -34 310 30z", WHITE) + shape("M480 456q146 -66 310 -30v160q-170 -34 -310 30z", mix(WHITE, KRAFT, .12)) + line("M480 456v160", INK, 4, .3)
    for n in range(5):
        out += line(f"M210 {456 + n * 26}q120 -14 230 {18}M520 {474 + n * 26}q110 -32 230 {-18}", INK, 4, .38)
    return out + turned(rect(560, 520, 230, 16, AMBER, 6) + poly([(560, 520), (560, 536), (534, 528)], KRAFT), -16, 660, 530) + rect(110, 470, 70, 110, paint.accent, 8) + line("M126 470l-8 -60M146 470v-76M164 470l10 -56", DARK_WOOD, 8)


SCENES = {
    "chair": chair, "table": table, "shelf": shelf, "lamp": lamp, "lantern": lantern, "bulb": bulb, "tools": tools,
    "knife": knife, "desk": desk, "books": books,
}  # fmt: skip
