"""Scenes of cloth and what is worn: bolts, wool, towels, gowns, shirts, shoes, bags, jewellery."""

import math
import random

from demo.art.kit import (
    AMBER,
    BRASS,
    COLOURS,
    DARK_WOOD,
    GROUND,
    INK,
    STEEL,
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
    tag,
    turned,
)  # fmt: skip


def _weave(x: float, y: float, w: float, h: float, colour: str, form: str) -> str:
    """The pattern of a cloth, laid over a rectangle."""
    if form == "stripe":
        return "".join(rect(x, y + n * 26, w, 9, colour, 0, 0.75) for n in range(int(h // 26)))
    if form == "check":
        return "".join(rect(x, y + n * 40, w, 12, colour, 0, 0.4) for n in range(int(h // 40))) + "".join(
            rect(x + n * 40, y, 12, h, colour, 0, 0.4) for n in range(int(w // 40))
        )
    if form == "dots":
        return "".join(
            disc(x + 18 + n * 36 + row % 2 * 18, y + 18 + row * 30, 5, colour, 0.7)
            for row in range(int(h // 30)) for n in range(max(1, int((w - 20) // 36)))
        )  # fmt: skip
    return "".join(line(f"M{x:.0f} {y + n * 12:.0f}h{w:.0f}", colour, 2, 0.28) for n in range(1, int(h // 12)))


def bolt(paint: Paint, rng: random.Random, form: str = "plain") -> str:
    """Three rolled bolts, one end unrolled toward us."""
    out = shadow(480, 340)
    for step, colour in enumerate((paint.dark, paint.accent, paint.main)):
        y = 232 + step * 104
        out += rect(190, y, 560, 104, colour, 50) + rect(216, y + 14, 500, 14, WHITE, 7, 0.22)
        out += _weave(220, y + 34, 500, 58, mix(colour, WHITE if step else INK, 0.5), form)
        out += oval(750, y + 52, 30, 52, mix(colour, WHITE, 0.35)) + oval(750, y + 52, 20, 36, colour) + oval(750, y + 52, 9, 15, WOOD)
    out += shape("M214 500h380q30 0 40 60l16 86h-470l14 -110q4 -36 20 -36z", paint.light)
    out += _weave(222, 512, 380, 120, paint.dark, form) + line("M180 646h470", paint.deep, 6, 0.5, "4 12")
    return out


def yarn(paint: Paint, rng: random.Random, form: str = "balls") -> str:
    """Balls of yarn and two needles."""
    def ball(x: float, y: float, r: float, colour: str) -> str:
        out = disc(x, y, r, colour)
        for n in range(7):
            a = n * 0.42 - 1.2
            out += turned(ring(x, y, r * 0.94, r * (0.2 + 0.1 * n), mix(colour, INK if n % 2 else WHITE, 0.28), 5), math.degrees(a), x, y)
        return out
    out = shadow(480, 310) + turned(rect(300, 210, 420, 12, WOOD, 6) + disc(300, 216, 15, DARK_WOOD), 32, 480, 300)
    out += turned(rect(300, 230, 420, 12, WOOD, 6) + disc(300, 236, 15, DARK_WOOD), -28, 480, 300)
    out += ball(480, 320, 118, paint.light) + ball(320, 456, 116, paint.main) + ball(632, 460, 110, paint.accent)
    return out + line(f"M230 {GROUND - 20}q-80 60 60 74t260 -6t270 10", paint.main, 7)


def towels(paint: Paint, rng: random.Random, form: str = "plain") -> str:
    """A folded stack, tied with a ribbon."""
    out = shadow(480, 270)
    colours = (paint.dark, paint.main, paint.light, paint.accent, paint.main)
    for step, colour in enumerate(colours):
        y = GROUND - 66 - step * 68
        out += rect(250 + step % 2 * 8, y, 460, 64, colour, 30) + rect(250 + step % 2 * 8, y + 32, 440, 4, mix(colour, INK, 0.4), 2, 0.4)
        if form != "plain":
            out += "".join(rect(280 + n * 22, y + 8, 10, 48, mix(colour, WHITE, 0.7), 2, 0.8) for n in range(4))
        for n in range(18):
            out += line(f"M{700 - step % 2} {y + 8 + n * 3}h10", mix(colour, INK, 0.3), 2, 0.3)
    out += rect(458, GROUND - 340, 44, 340, WHITE, 0, 0.9) + rect(462, GROUND - 340, 5, 340, paint.accent)
    out += shape("M480 230q-90 -60 -84 -10q4 30 84 10q90 -60 84 -10q-4 30 -84 10z", WHITE) + disc(480, 230, 15, paint.accent)
    return out + tag(520, 240, WHITE)


def bedding(paint: Paint, rng: random.Random, form: str = "plain") -> str:
    """A made bed's corner: two pillows and a folded quilt."""
    out = shadow(480, 360, GROUND + 30)
    out += rect(150, 150, 660, 260, WOOD, 20) + line("M170 240h620M170 320h620", mix(WOOD, INK, 0.4), 4, 0.4)
    for x, colour in ((320, paint.light), (640, paint.pale)):
        out += shape(f"M{x - 140} 250q140 -34 280 0q22 90 0 180q-140 30 -280 0q-22 -90 0 -180z", colour)
        out += line(f"M{x - 116} 280q10 60 0 120M{x + 116} 280q-10 60 0 120", mix(colour, INK, 0.3), 3, 0.4)
    out += rect(120, 410, 720, 190, paint.main, 26) + rect(120, 410, 720, 60, paint.pale, 20)
    out += _weave(130, 480, 700, 110, paint.dark, form) + rect(120, 466, 720, 8, paint.accent)
    return out


def rug(paint: Paint, rng: random.Random, form: str = "diamond") -> str:
    """A rug hung to be looked at."""
    out = rect(180, 84, 600, 18, DARK_WOOD, 9) + shadow(480, 290, GROUND + 60)
    out += rect(230, 96, 500, 500, paint.main, 4) + rect(252, 118, 456, 456, paint.pale, 2) + rect(268, 134, 424, 424, paint.main, 2)
    for row in range(4):
        for n in range(4):
            x, y, c = 320 + n * 106, 186 + row * 106, paint.accent if (row + n) % 2 else paint.pale
            if form == "diamond":
                out += poly([(x, y - 46), (x + 46, y), (x, y + 46), (x - 46, y)], c) + poly([(x, y - 22), (x + 22, y), (x, y + 22), (x - 22, y)], paint.deep)
            elif form == "stripe":
                out += rect(x - 53, y - 40, 106, 26, c) + poly([(x - 40, y + 30), (x, y), (x + 40, y + 30)], paint.dark)
            else:
                out += line(f"M{x - 46} {y}l46 -40l46 40l-46 40z", c, 6) + disc(x, y, 7, c)
    for y in range(140, 560, 14):
        out += line(f"M232 {y}h496", INK, 1.5, 0.09)
    for x in range(238, 730, 16):
        out += line(f"M{x} 596v{rng.randint(26, 40)}", mix(paint.pale, INK, 0.2), 4)
    return out


def gown(paint: Paint, rng: random.Random, form: str = "a-line") -> str:
    """A gown on a dressmaker's stand."""
    out = shadow(480, 240, GROUND + 54) + rect(472, 90, 16, 60, DARK_WOOD) + disc(480, 92, 20, DARK_WOOD)
    out += rect(470, 520, 20, 90, DARK_WOOD) + line("M480 600l-90 26M480 600l90 26", DARK_WOOD, 14)
    out += shape("M438 138q42 20 84 0q10 30 0 50h-84q-10 -20 0 -50z", mix(WOOD, WHITE, 0.3))
    if form == "sheath":
        skirt = "M428 318q-30 140 -40 286q92 22 184 0q-10 -146 -40 -286z"
    elif form == "ball":
        skirt = "M424 318q-190 110 -226 276q282 44 564 0q-36 -166 -226 -276z"
    else:
        skirt = "M424 318q-80 130 -134 282q190 36 380 0q-54 -152 -134 -282z"
    out += shape(skirt, paint.main)
    for n in range(-4, 5):
        out += line(f"M{480 + n * 11} 326q{n * (22 if form == 'ball' else 10)} 130 {n * (44 if form == 'ball' else 26)} 262", paint.dark, 3, 0.3)
    out += shape("M430 178q-14 70 -6 142h112q8 -72 -6 -142q-26 24 -50 4q-24 20 -50 -4z", paint.light)
    if rng.random() < 0.5:
        out += shape("M432 180q-60 10 -84 120q26 14 44 4q10 -60 44 -90zM528 180q60 10 84 120q-26 14 -44 4q-10 -60 -44 -90z", paint.pale, 0.75)
    out += rect(422, 312, 116, 16, paint.accent, 8)
    for _ in range(34):
        y = rng.uniform(200, 300) if rng.random() < 0.35 else rng.uniform(480, 600)
        reach = 44 if y < 310 else (y - 318) * (0.7 if form == "ball" else 0.4 if form != "sheath" else 0.2)
        x = 480 + rng.uniform(-reach, reach)
        out += disc(x, y, 6, WHITE, 0.9) + disc(x, y, 2.5, paint.accent, 0.9)
    return out


def veil(paint: Paint, rng: random.Random, form: str = "") -> str:
    """A veil falling from a comb, a lace edge below."""
    out = shadow(480, 300, GROUND + 50) + rect(300, 110, 360, 12, DARK_WOOD, 6) + rect(474, 60, 12, 60, DARK_WOOD, 6)
    for n, o in ((0, 0.55), (1, 0.5), (2, 0.6)):
        out += shape(f"M{410 + n * 20} 118q-{150 - n * 50} 220 -{190 - n * 60} 480q{280 - n * 30} 40 {520 - n * 110} 0q-40 -260 -{170 - n * 50} -480z", mix(paint.main, WHITE, 0.3 * n), o)
    for x in range(250, 730, 34):
        out += disc(x, 594 - abs(x - 480) * 0.03, 18, WHITE, 0.9) + ring(x, 594, 9, 9, paint.accent, 3)
    for _ in range(26):
        x, y = rng.randint(320, 650), rng.randint(260, 560)
        out += "".join(disc(x + 7 * math.cos(a), y + 7 * math.sin(a), 4, WHITE, 0.9) for a in (0, 1.57, 3.14, 4.71)) + disc(x, y, 3, paint.accent)
    return out + "".join(disc(x, 122, 9, WHITE if x % 40 else AMBER) for x in range(410, 560, 20))


def shirt(paint: Paint, rng: random.Random, form: str = "plain") -> str:
    """A shirt on a hanger."""
    out = shadow(480, 200, GROUND + 60, 0.1) + line("M480 150v-34q0 -26 26 -26t22 -24", STEEL, 9) + line("M310 214l170 -66l170 66", WOOD, 16)
    out += shape("M396 172l-120 56l-78 190l82 34l46 -94v222h308v-222l46 94l82 -34l-78 -190l-120 -56q-84 50 -168 0z", paint.main)
    if form != "plain":
        out += _weave(330, 236, 300, 340, mix(paint.main, WHITE if form == "stripe" else INK, 0.5), form)
    out += shape("M396 172l84 72l84 -72l-26 -22q-58 34 -116 0z", paint.light) + line("M480 246v330", paint.dark, 4, 0.6)
    for y in range(280, 570, 56):
        out += disc(488, y, 7, WHITE) + disc(488, y, 2.5, paint.deep)
    out += rect(530, 300, 78, 84, paint.light, 6) + line("M530 320h78", paint.dark, 3, 0.6)
    return out + line("M330 360q-8 110 -2 214M630 360q8 110 2 214", paint.dark, 5, 0.4) + tag(300, 430, WHITE)


def dress(paint: Paint, rng: random.Random, form: str = "plain") -> str:
    """A day dress on a hanger."""
    out = shadow(480, 190, GROUND + 64, 0.1) + line("M480 140v-26q0 -22 22 -22t18 -20", STEEL, 9) + line("M350 196l130 -54l130 54", WOOD, 14)
    out += shape("M410 160l-104 50l-34 110l66 24l30 -40l20 60q-60 130 -92 246q184 30 368 0q-32 -116 -92 -246l20 -60l30 40l66 -24l-34 -110l-104 -50q-70 60 -140 0z", paint.main)
    out += _weave(400, 250, 160, 100, paint.dark, form) + _weave(350, 420, 260, 170, paint.dark, form)
    out += rect(386, 352, 188, 22, paint.accent, 8) + shape("M410 160q70 60 140 0l14 12q-84 84 -168 0z", paint.light)
    for n in range(-3, 4):
        out += line(f"M{480 + n * 26} 378q{n * 12} 110 {n * 26} 216", paint.dark, 3, 0.35)
    return out


def coat(paint: Paint, rng: random.Random, form: str = "knit") -> str:
    """A knitted jumper, folded arms, laid flat."""
    out = shadow(480, 270, GROUND + 24) + shape("M370 196q110 50 220 0l110 60l50 280l-86 20l-40 -160v190h-288v-190l-40 160l-86 -20l50 -280z", paint.main)
    for y in range(260, 570, 22):
        for x in range(346, 612, 22):
            out += line(f"M{x} {y}l9 9l9 -9", paint.dark if (y // 22) % 4 else paint.accent, 4, 0.5)
    out += shape("M370 196q110 50 220 0l-14 -24q-96 40 -192 0z", paint.light) + rect(336, 560, 288, 30, paint.dark, 6)
    for x in range(344, 620, 14):
        out += line(f"M{x} 562v26", paint.light, 3, 0.4)
    return out + rect(214, 520, 90, 30, paint.dark, 8) + rect(656, 520, 90, 30, paint.dark, 8)


def shoes(paint: Paint, rng: random.Random, form: str = "low") -> str:
    """A pair of shoes."""
    def one(x: float, y: float, colour: str) -> str:
        if form == "sandal":
            out = shape(f"M{x} {y}q170 -30 360 -6q30 30 -14 40h-320q-50 -2 -26 -34z", mix(WOOD, INK, 0.1))
            out += line(f"M{x + 60} {y - 4}q40 -90 130 -84M{x + 330} {y - 6}q-70 -100 -150 -84M{x + 110} {y - 6}q70 -40 150 2", colour, 24)
        else:
            top = 150 if form == "boot" else 92
            out = rect(x - 6, y + 14, 376, 24, mix(INK, WOOD, 0.4), 10)
            out += shape(f"M{x} {y + 20}v-{top}q60 26 120 -10q40 60 120 76q100 14 124 66v12h-364z", colour)
            out += shape(f"M{x + 250} {y - 18}q100 12 116 38h-140q-6 -24 24 -38z", mix(colour, INK, 0.25))
            out += line(f"M{x + 130} {y - 74}l46 -18M{x + 152} {y - 54}l46 -18M{x + 178} {y - 40}l42 -16" if form != "slip" else f"M{x + 120} {y - 84}q30 40 110 50", WHITE, 7)
            out += line(f"M{x + 14} {y + 4}h330", mix(colour, WHITE, 0.5), 3, 0.7, "8 8")
        return out
    return shadow(480, 380, GROUND + 22) + one(330, GROUND - 92, paint.dark) + one(210, GROUND, paint.main)


def scarf(paint: Paint, rng: random.Random, form: str = "stripe") -> str:
    """A scarf over a rail."""
    out = rect(150, 130, 660, 18, WOOD, 9) + shadow(480, 230, GROUND + 60, 0.1)
    out += rect(500, 130, 150, 380, paint.dark, 10) + rect(320, 124, 200, 450, paint.main, 12)
    out += _weave(320, 240, 200, 320, paint.accent, form) + _weave(510, 160, 130, 340, mix(paint.dark, WHITE, 0.4), form)
    for x in range(326, 520, 13):
        out += line(f"M{x} 572v{rng.randint(36, 48)}", paint.accent, 5)
    for x in range(508, 648, 13):
        out += line(f"M{x} 508v{rng.randint(30, 42)}", paint.deep, 5)
    return out + rect(320, 124, 200, 26, WHITE, 12, 0.25) + tag(650, 220, WHITE)


def hat(paint: Paint, rng: random.Random, form: str = "") -> str:
    """A woven hat on a block."""
    out = shadow(480, 330) + oval(480, 500, 330, 62, paint.dark) + oval(480, 490, 330, 60, paint.main) + shape("M320 490q-10 -240 160 -250q170 10 160 250q-160 40 -320 0z", paint.light)
    for y in range(270, 480, 18):
        reach = 158 * min(1, ((y - 236) / 110) ** 0.5)
        out += line(f"M{480 - reach:.0f} {y}q{reach:.0f} 22 {2 * reach:.0f} 0", paint.dark, 3, 0.35, "9 6")
    return out + shape("M318 452q162 46 324 0l2 36q-164 44 -328 0z", paint.accent) + line("M190 496q290 84 580 0", paint.dark, 3, 0.5, "9 6")


def bag(paint: Paint, rng: random.Random, form: str = "tote") -> str:
    """A leather bag."""
    out = shadow(480, 260)
    if form == "basket":
        out += line("M360 330q0 -190 120 -190t120 190", DARK_WOOD, 18) + shape("M250 316h460l-50 250h-360z", paint.main)
        for y in range(330, 560, 24):
            out += line(f"M{256 + (y - 316) * 0.2:.0f} {y}h{448 - (y - 316) * 0.4:.0f}", paint.dark, 12, 0.4, "22 14")
        return out + rect(246, 304, 468, 26, paint.accent, 12)
    if form == "cross":
        out += line("M290 330q-60 -230 190 -230t190 230", paint.dark, 14) + rect(270, 300, 420, 266, paint.main, 34)
        out += shape("M270 334q0 -34 34 -34h352q34 0 34 34v60q-210 120 -420 0z", paint.light) + rect(456, 426, 48, 44, BRASS, 8)
    else:
        out += line("M380 300q0 -170 100 -170t100 170", paint.dark, 16) + shape("M262 280h436l30 262q0 24 -24 24h-448q-24 0 -24 -24z", paint.main)
        out += rect(262, 274, 436, 22, paint.dark, 8) + rect(400, 370, 160, 110, paint.light, 10) + rect(452, 352, 56, 30, BRASS, 6)
    return out + line("M286 540h388M286 306h388", WHITE, 3, 0.6, "10 9")


def wallet(paint: Paint, rng: random.Random, form: str = "wallet") -> str:
    """A wallet, or a belt rolled up."""
    if form == "belt":
        out = shadow(480, 230)
        for r in (190, 158, 126, 94, 62):
            out += ring(480, 400, r, r * 0.86, mix(paint.main, INK, 0.3 * (r % 4 > 1)), 26)
        return out + rect(640, 380, 90, 96, BRASS, 14) + rect(660, 402, 50, 52, paint.pale, 6) + line("M480 560h220", paint.main, 30)
    out = shadow(480, 280) + turned(rect(300, 190, 340, 250, paint.dark, 22) + rect(330, 170, 130, 90, WHITE, 8) + rect(470, 180, 130, 90, mix(AMBER, WHITE, 0.4), 8), 9, 480, 320)
    return out + rect(250, 290, 440, 276, paint.main, 26) + line("M272 312h396v232h-396z", WHITE, 3, 0.6, "10 9") + rect(620, 400, 90, 56, paint.light, 20) + disc(648, 428, 13, BRASS)


def rings(paint: Paint, rng: random.Random, form: str = "stone") -> str:
    """Rings on a velvet box."""
    out = shadow(480, 260) + rect(250, 420, 460, 150, COLOURS["navy"], 20) + shape("M250 300h460v130h-460z", mix(INK, WHITE, 0.14)) + rect(276, 440, 408, 60, mix(INK, WHITE, 0.24), 20)
    for x, r in ((380, 74), (556, 92)):
        out += ring(x, 400 - r * 0.4, r, r, paint.main, 17) + ring(x, 398 - r * 0.4, r, r, paint.light, 5)
        if form == "stone":
            y = 400 - r * 1.4
            out += poly([(x - 34, y - 20), (x - 18, y - 44), (x + 18, y - 44), (x + 34, y - 20), (x, y + 22)], paint.accent)
            out += poly([(x - 34, y - 20), (x - 18, y - 44), (x, y - 20)], mix(paint.accent, WHITE, 0.6)) + poly([(x, y - 20), (x + 34, y - 20), (x, y + 22)], mix(paint.accent, INK, 0.25))
        else:
            out += "".join(disc(x + r * math.cos(a), 400 - r * 0.4 + r * math.sin(a), 6, paint.accent) for a in (-2.4, -2, -1.57, -1.1, -0.7))
    return out + line("M690 250v-40m-20 20h40M300 230v-26m-13 13h26", WHITE, 6, 0.9)


def necklace(paint: Paint, rng: random.Random, form: str = "pendant") -> str:
    """A necklace on a bust."""
    out = shadow(480, 190) + shape("M430 120q50 24 100 0q0 80 70 130q90 60 90 316h-420q0 -256 90 -316q70 -50 70 -130z", mix("#3a4658", WHITE, 0.08))
    for n in range(31):
        a = math.pi * (n / 30)
        x, y = 480 + 128 * math.cos(a), 230 + 200 * math.sin(a)
        out += disc(x, y, 9 if form == "beads" else 5, paint.main if n % 2 else paint.light)
    if form == "beads":
        return out + "".join(disc(480 + 98 * math.cos(a / 18 * math.pi), 224 + 128 * math.sin(a / 18 * math.pi), 8, paint.accent) for a in range(19))
    return out + disc(480, 456, 40, paint.main) + disc(480, 456, 26, paint.accent) + disc(472, 446, 8, WHITE, 0.7)


def earrings(paint: Paint, rng: random.Random, form: str = "drop") -> str:
    """A pair of earrings on a card."""
    out = shadow(480, 210) + rect(290, 130, 380, 436, WHITE, 16) + rect(290, 130, 380, 10, paint.accent) + line("M420 520h120M444 540h72", INK, 5, 0.4)
    for x in (392, 568):
        out += disc(x, 230, 12, paint.main) + line(f"M{x} 240v40", paint.main, 5)
        if form == "hoop":
            out += ring(x, 350, 62, 62, paint.main, 14) + ring(x, 348, 62, 62, paint.light, 4)
        else:
            out += shape(f"M{x} 280q58 110 0 160q-58 -50 0 -160z", paint.main) + shape(f"M{x} 320q30 70 0 96q-30 -26 0 -96z", paint.accent)
    return out


def watch(paint: Paint, rng: random.Random, form: str = "") -> str:
    """A wrist-watch on its stand."""
    out = shadow(480, 200) + rect(420, 110, 120, 460, paint.main, 30) + line("M480 140v60M480 470v70", WHITE, 4, 0.5, "8 8") + disc(480, 330, 132, mix(STEEL, INK, 0.2)) + disc(480, 330, 116, WHITE)
    for n in range(12):
        a = n / 12 * math.tau
        out += line(f"M{480 + 94 * math.cos(a):.0f} {330 + 94 * math.sin(a):.0f}L{480 + 106 * math.cos(a):.0f} {330 + 106 * math.sin(a):.0f}", INK, 6)
    return out + line("M480 330l-40 -54", INK, 10) + line("M480 330l66 -32", INK, 7) + disc(480, 330, 9, paint.accent) + rect(608, 316, 26, 28, STEEL, 6)


SCENES = {
    "bolt": bolt, "yarn": yarn, "towels": towels, "bedding": bedding, "rug": rug, "gown": gown, "veil": veil,
    "shirt": shirt, "dress": dress, "coat": coat, "shoes": shoes, "scarf": scarf, "hat": hat, "bag": bag,
    "wallet": wallet, "rings": rings, "necklace": necklace, "earrings": earrings, "watch": watch,
}  # fmt: skip
