"""Scenes of small things: soap, creams, toys, paper, electronics."""

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


def soap(paint: Paint, rng: random.Random, form: str = "bar") -> str:
    """Bars of soap, one in its paper band."""
    out = shadow(480, 310) + rect(180, GROUND - 34, 600, 34, WOOD, 10)
    for x, y, turn in ((230, 430, 0), (480, 430, 0), (360, 330, -3)):
        bar = rect(x, y, 230, 100, paint.main, 20) + rect(x, y, 230, 26, paint.light, 13)
        bar += "".join(disc(rng.uniform(x + 20, x + 210), rng.uniform(y + 36, y + 88), rng.uniform(2, 6), paint.accent, .6) for _ in range(14))
        if turn == 0 and x > 400:
            bar += rect(x + 70, y - 2, 90, 104, KRAFT) + disc(x + 115, y + 44, 20, paint.accent) + line(f"M{x + 92} {y + 80}h46", INK, 4, .5)
        else:
            bar += ring(x + 115, y + 62, 54, 20, paint.dark, 3)
        out += turned(bar, turn, x + 115, y + 50)
    for _ in range(9):
        x, y, r = rng.randint(560, 800), rng.randint(240, 420), rng.randint(8, 30)
        out += disc(x, y, r, WHITE, .55) + ring(x, y, r, r, WHITE, 2)
    return out + leaf(190, 540, 90, -30) + leaf(160, 560, 70, 10)


def cream(paint: Paint, rng: random.Random, form: str = "jar") -> str:
    """Jars of cream, a dropper bottle beside."""
    def jar(x: float, scale: float) -> str:
        return moved(shadow(480, 150) + rect(360, 400, 240, GROUND - 400, paint.main, 24) + rect(360, 400, 26, 150, WHITE, 12, .3) + label(404, 428, 152, 110, paint, rng)
                     + rect(350, 344, 260, 60, mix(WOOD, WHITE, .1), 12) + line("M370 366h200M390 384h150", mix(WOOD, INK, .4), 3, .5), x, 0, scale)  # fmt: skip
    out = moved(dropper(paint, rng), 170, 0, .86) if form == "set" else jar(180, .7)
    return out + jar(-100, 1.15) + sprig(790, GROUND + 14, rng, LEAF, 170, -30)


def dropper(paint: Paint, rng: random.Random, form: str = "") -> str:
    """A bottle with a dropper."""
    out = shadow(480, 130) + rect(390, 300, 180, GROUND - 300, paint.main, 26) + shape("M450 260h60v30q0 20 30 40h-120q30 -20 30 -40z", paint.main)
    out += rect(404, 330, 18, 190, WHITE, 9, .35) + label(414, 370, 132, 150, paint, rng) + rect(446, 216, 68, 52, INK, 8) + rect(456, 120, 48, 100, mix(INK, WHITE, .2), 22)
    return out + leaf(620, GROUND + 20, 90, -26) + leaf(640, GROUND + 26, 70, 14) + shape(f"M300 {GROUND - 30}q26 44 0 56q-26 -12 0 -56z", paint.accent)


def perfume(paint: Paint, rng: random.Random, form: str = "flacon") -> str:
    """A flacon, or a censer with smoke."""
    if form == "incense":
        out = shadow(480, 220) + shape("M330 420h300q-20 110 -100 120h-100q-80 -10 -100 -120z", paint.main) + rect(430, 536, 100, 34, paint.dark, 8) + oval(480, 420, 150, 26, paint.dark) + oval(480, 416, 120, 16, "#c94f3d")
        out += line("M440 400q-60 -90 0 -150t10 -150M500 400q60 -80 10 -150t20 -140M470 400q-10 -80 30 -130", WHITE, 12, .7)
        out += line("M350 460h260", paint.accent, 8) + "".join(disc(370 + n * 44, 490, 8, paint.accent) for n in range(6))
        return out + "".join(turned(rect(x, GROUND + 14, 70, 24, DARK_WOOD, 8), t, x, GROUND) for x, t in ((690, 12), (740, -20), (210, 24)))
    out = shadow(480, 180) + rect(340, 280, 280, GROUND - 280, mix(GLASS, paint.main, .35), 30) + rect(364, 360, 232, GROUND - 384, paint.main, 20) + rect(350, 300, 20, 230, WHITE, 10, .5)
    out += rect(440, 230, 80, 56, BRASS, 6) + rect(420, 150, 120, 90, paint.accent, 20) + rect(432, 160, 18, 70, WHITE, 9, .4) + label(410, 400, 140, 110, paint, rng)
    return out + "".join(disc(x, y, r, WHITE, .6) for x, y, r in ((640, 180, 6), (680, 160, 9), (720, 190, 7), (700, 130, 5), (750, 150, 10)))


def brush(paint: Paint, rng: random.Random, form: str = "comb") -> str:
    """A brush and a comb."""
    out = shadow(480, 300) + turned(rect(220, 430, 520, 44, paint.main, 22) + oval(330, 440, 130, 66, paint.main) + oval(330, 436, 104, 48, paint.pale) + "".join(disc(256 + n % 8 * 22, 412 + n // 8 * 22, 5, INK, .6) for n in range(24)), -14, 480, 440)
    comb = rect(420, 250, 380, 44, paint.accent, 14) + "".join(rect(430 + n * 20, 280, 9, 76, paint.accent, 4) for n in range(18))
    return out + turned(comb, 10, 600, 300)


def wooden_toy(paint: Paint, rng: random.Random, form: str = "train") -> str:
    """Wooden toys: train, blocks, animals, stacker."""
    out = shadow(480, 350)
    if form == "train":
        for at, colour in enumerate((paint.main, paint.accent, AMBER)):
            x = 170 + at * 220
            out += rect(x, 430, 190, 90, colour, 12) + line(f"M{x + 190} 500h30", INK, 8)
            out += (rect(x + 14, 330, 80, 110, mix(colour, INK, .15), 10) + rect(x + 30, 350, 46, 40, "#dfe9e6", 6) + rect(x + 130, 380, 34, 60, DARK_WOOD, 6)) if at == 0 else (
                disc(x + 60, 410, 36, LEAF) + disc(x + 130, 404, 40, paint.light) if at == 1 else "".join(rect(x + 16 + n * 56, 396 - n % 2 * 20, 46, 44, WOOD, 6) for n in range(3)))
            out += "".join(disc(x + wx, 530, 34, WOOD) + disc(x + wx, 530, 11, DARK_WOOD) for wx in (46, 146))
        return out
    if form == "blocks":
        spots = ((230, 456), (350, 456), (470, 456), (590, 456), (290, 346), (410, 346), (530, 346), (350, 236), (470, 236))
        for x, y in spots:
            colour = rng.choice((paint.main, paint.accent, AMBER, WOOD, TEAL, "#b4573f"))
            out += rect(x, y, 110, 110, colour, 10) + rect(x + 12, y + 12, 86, 86, mix(colour, WHITE, .75), 6)
            out += rng.choice((disc(x + 55, y + 55, 26, colour), poly([(x + 55, y + 26), (x + 84, y + 80), (x + 26, y + 80)], colour), rect(x + 32, y + 32, 46, 46, colour, 6)))
        return out + poly([(350, 236), (465, 150), (580, 236)], paint.main)
    if form == "animals":
        for x, s, c in ((300, 1.0, paint.main), (650, .8, paint.accent)):
            y = GROUND - 10
            out += rect(x - 130 * s, y - 190 * s, 240 * s, 120 * s, c, 50) + "".join(rect(x + dx * s, y - 90 * s, 36 * s, 90 * s, c, 10) for dx in (-120, -70, 20, 66))
            out += disc(x + 130 * s, y - 210 * s, 66 * s, c) + disc(x + 150 * s, y - 220 * s, 8, INK) + shape(f"M{x + 90 * s:.0f} {y - 260 * s:.0f}l-10 -54l46 34z", mix(c, INK, .2)) + line(f"M{x - 110 * s:.0f} {y - 120 * s:.0f}q90 -26 190 0", mix(c, INK, .35), 3, .5)
        return out
    if form == "stacker":
        out += rect(468, 150, 24, 400, WOOD, 10)
        for n, c in enumerate((paint.main, AMBER, paint.accent, "#b4573f", LEAF, paint.light)):
            w = 210 - n * 26
            out += rect(480 - w, GROUND - 58 - n * 60, 2 * w, 56, c, 28) + rect(480 - w + 24, GROUND - 48 - n * 60, w, 9, WHITE, 4, .4)
        return out + disc(480, 168, 40, paint.main)
    out += rect(330, 260, 300, 200, WOOD, 24) + "".join(disc(x, 520, 46, paint.main) + disc(x, 520, 14, WOOD) for x in (370, 590)) + line("M630 330q90 -40 130 -120", paint.accent, 14)
    return out


def puzzle(paint: Paint, rng: random.Random, form: str = "puzzle") -> str:
    """A board with pieces: puzzle or game."""
    out = shadow(480, 300) + rect(230, 130, 500, 430, WOOD, 16) + rect(256, 156, 448, 378, mix(WOOD, WHITE, .55), 8)
    if form == "game":
        out += "".join(rect(268 + n % 8 * 53, 164 + n // 8 * 45, 53, 45, paint.main if (n + n // 8) % 2 else mix(WOOD, WHITE, .7)) for n in range(64))
        out += "".join(disc(294 + n % 8 * 53, 188 + n // 8 * 45, 17, rng.choice((INK, paint.accent))) for n in rng.sample(range(64), 18))
        return out
    for row in range(4):
        for n in range(5):
            x, y = 262 + n * 88, 162 + row * 92
            colour = rng.choice((paint.main, paint.light, paint.accent, AMBER, LEAF, "#8fb4cf"))
            if (row, n) != (3, 4):
                out += rect(x, y, 84, 88, colour, 8) + disc(x + 84, y + 44, 14, colour) + disc(x + 42, y + 88, 14, colour)
    return out + turned(rect(730, 470, 84, 88, paint.main, 8) + disc(814, 514, 14, paint.main), 18, 770, 510)


def plush(paint: Paint, rng: random.Random, form: str = "bear") -> str:
    """A soft toy sitting."""
    c = paint.main
    out = shadow(480, 220) + oval(480, 460, 130, 120, c) + oval(480, 470, 84, 84, paint.pale) + oval(370, 540, 66, 44, c) + oval(590, 540, 66, 44, c) + oval(352, 540, 30, 30, paint.pale) + oval(608, 540, 30, 30, paint.pale)
    out += turned(oval(352, 420, 40, 84, c), 28, 352, 420) + turned(oval(608, 420, 40, 84, c), -28, 608, 420)
    if form == "rabbit":
        out += turned(oval(420, 120, 34, 104, c) + oval(420, 124, 16, 76, paint.pale), -8, 420, 160) + turned(oval(540, 120, 34, 104, c) + oval(540, 124, 16, 76, paint.pale), 8, 540, 160)
    else:
        out += disc(384, 200, 48, c) + disc(576, 200, 48, c) + disc(384, 200, 24, paint.pale) + disc(576, 200, 24, paint.pale)
    out += oval(480, 278, 132, 116, c) + oval(480, 316, 62, 48, paint.pale) + disc(434, 262, 12, INK) + disc(526, 262, 12, INK) + oval(480, 296, 20, 14, INK) + line("M480 308v18m-24 6q24 20 48 0", INK, 5)
    out += shape("M400 386q80 34 160 0l6 30q-86 36 -172 0z", paint.accent) + shape("M470 404l-44 66h44l20 -60z", paint.accent)
    return out + line("M420 480q-16 10 -16 36M540 480q16 10 16 36", mix(c, INK, .4), 3, .5, "8 7")


def cards(paint: Paint, rng: random.Random, form: str = "") -> str:
    """A fan of printed cards."""
    out = shadow(480, 320)
    for n, turn in enumerate((-24, -12, 0, 12, 24)):
        c = (paint.main, paint.accent, AMBER, LEAF, "#b4573f")[n]
        card = rect(390, 180, 190, 290, WHITE, 14) + rect(404, 194, 162, 150, mix(c, WHITE, .6), 8)
        card += rng.choice((disc(485, 268, 46, c), poly([(485, 214), (536, 318), (434, 318)], c), shape("M440 310q45 -110 90 0z", c) + disc(485, 232, 16, c), rect(446, 226, 78, 78, c, 12)))
        out += turned(card + line("M420 374h130M420 402h90M420 428h110", INK, 5, .4), turn, 485, 760)
    return out + rect(340, 480, 290, 96, paint.main, 10) + rect(366, 506, 238, 44, WHITE, 6) + line("M390 528h160", INK, 6, .5)


def notebook(paint: Paint, rng: random.Random, form: str = "bound") -> str:
    """A notebook with a pen, another below."""
    out = shadow(480, 300, GROUND + 30) + turned(rect(300, 180, 320, 400, paint.accent, 12) + rect(310, 572, 306, 14, WHITE), 9, 480, 380)
    book = rect(290, 150, 330, 420, paint.main, 12) + rect(290, 150, 46, 420, paint.dark, 10) + rect(590, 150, 12, 420, paint.accent)
    book += rect(390, 230, 160, 100, WHITE, 6) + line("M410 262h120M410 290h80", INK, 5, .45) + line("M620 168v392", WHITE, 8, .8)
    if form == "washi":
        book += "".join(ring(360 + n % 4 * 64, 380 + n // 4 * 54, 26, 26, paint.light, 4) + ring(360 + n % 4 * 64, 380 + n // 4 * 54, 13, 13, paint.light, 4) for n in range(12))
    return out + turned(book, -7, 480, 360) + turned(rect(640, 300, 24, 250, INK, 10) + rect(640, 340, 24, 12, BRASS) + poly([(640, 550), (664, 550), (652, 586)], BRASS), -24, 652, 420)


def pens(paint: Paint, rng: random.Random, form: str = "pencils") -> str:
    """Pens and pencils in a pot, or a fountain pen laid out."""
    if form == "fountain":
        out = shadow(480, 330) + rect(160, 470, 640, 90, mix(KRAFT, WHITE, .4), 16)
        pen = rect(260, 360, 330, 50, paint.main, 24) + rect(560, 364, 80, 42, paint.dark, 10) + poly([(640, 368), (730, 385), (640, 402)], BRASS) + line("M650 385h56", INK, 3) + rect(270, 370, 280, 9, WHITE, 4, .4) + rect(548, 360, 12, 50, BRASS) + rect(300, 346, 150, 12, BRASS, 6)
        return out + turned(pen, -14, 480, 385) + line("M200 620q120 -50 200 0t180 -10t160 -20", INK, 6, .7)
    out = shadow(480, 170)
    for n, c in enumerate((AMBER, paint.main, TEAL, "#b4573f", LEAF, paint.accent, "#8fb4cf")):
        x = 382 + n * 32
        top = 170 + (n * 53) % 80
        out += turned(rect(x, top, 24, 300, c, 3) + rect(x + 8, top, 5, 300, WHITE, 0, .35) + poly([(x, top), (x + 24, top), (x + 12, top - 46)], mix(WOOD, WHITE, .4)) + poly([(x + 7, top - 26), (x + 17, top - 26), (x + 12, top - 46)], c), (n - 3) * 4, 480, 600)
    return out + shape(f"M350 380h260l-18 {GROUND - 380}h-224z", paint.dark) + rect(350, 372, 260, 20, paint.light, 8) + line("M372 450h216M376 500h206", paint.accent, 8)


def wrapping(paint: Paint, rng: random.Random, form: str = "") -> str:
    """Boxes, paper and string to pack with."""
    out = shadow(480, 320) + rect(210, 330, 300, GROUND - 330, KRAFT, 8) + rect(196, 286, 328, 60, mix(KRAFT, INK, .12), 8) + rect(340, 286, 36, GROUND - 286, paint.main) + shape("M358 290q-90 -80 -86 -20q6 34 86 20q90 -80 86 -20q-6 34 -86 20z", paint.main)
    out += rect(540, 420, 220, GROUND - 420, paint.accent, 8) + rect(540, 470, 220, 26, WHITE, 0, .6)
    for n in range(3):
        out += turned(rect(560 + n * 60, 170, 44, 250, (paint.main, WHITE, paint.light)[n], 20) + oval(582 + n * 60, 176, 22, 10, KRAFT), 8, 620, 420)
    return out + ring(170, GROUND - 6, 60, 36, KRAFT, 16) + ring(170, GROUND - 6, 34, 20, mix(KRAFT, INK, .2), 10) + tag(700, 430)


def cable(paint: Paint, rng: random.Random, form: str = "cable") -> str:
    """A coiled cable, or a charger with its cable."""
    out = shadow(480, 300)
    if form == "charger":
        out += rect(250, 250, 230, GROUND - 250, paint.pale if paint.main != WHITE else WHITE, 34) + rect(250, 250, 60, GROUND - 250, INK, 30, .06) + rect(300, 170, 24, 84, STEEL, 4) + rect(400, 170, 24, 84, STEEL, 4)
        out += rect(330, 470, 70, 22, INK, 10) + disc(364, 330, 12, TEAL) + line("M364 492q0 120 180 90t190 -170q-20 -110 -110 -60", paint.main, 18)
        return out + rect(590, 330, 60, 40, STEEL, 6)
    for r in (190, 158, 126):
        out += ring(460, 380, r, r * .86, paint.main if r != 158 else paint.dark, 20)
    out += rect(420, 190, 80, 60, paint.accent, 10) + line("M600 500q130 60 150 -60", paint.main, 20) + rect(718, 370, 66, 80, INK, 12) + rect(732, 326, 38, 50, STEEL, 8) + line("M330 520q-110 60 -150 -20", paint.main, 20) + rect(146, 424, 62, 78, INK, 12)
    return out + rect(160, 386, 34, 42, STEEL, 8) + line("M280 300q160 -130 340 -10", WHITE, 5, .4, "3 12")


def stand(paint: Paint, rng: random.Random, form: str = "stand") -> str:
    """A phone or tablet in its stand or case."""
    out = shadow(480, 230) + shape(f"M330 {GROUND}h300l-40 -60h-220z", paint.dark) + rect(440, 330, 80, 200, paint.main, 10)
    out += turned(rect(350, 130, 260, 380, INK if form == "stand" else paint.main, 34) + rect(368, 150, 224, 340, mix("#8fb4cf", WHITE, .35), 18) + poly([(368, 420), (460, 320), (520, 400), (592, 300), (592, 472), (368, 472)], paint.accent) + disc(540, 220, 28, AMBER), 5, 480, 320)
    return out + rect(360, 492, 240, 34, paint.main, 12)


def headphones(paint: Paint, rng: random.Random, form: str = "over") -> str:
    """Headphones, earbuds or a speaker."""
    if form == "speaker":
        out = shadow(480, 230) + rect(300, 200, 360, GROUND - 200, paint.main, 50) + "".join(disc(350 + n % 11 * 26, 250 + n // 11 * 26, 6, paint.deep, .7) for n in range(88))
        return out + disc(480, 480, 50, paint.dark) + disc(480, 480, 26, paint.accent) + line("M420 200q60 -90 120 0", DARK_WOOD, 14) + line("M720 300q40 60 0 120M770 260q70 100 0 200", TEAL, 9, .5)
    if form == "buds":
        out = shadow(480, 220) + rect(300, 330, 360, 236, paint.main, 90) + shape("M300 430v-30q0 -120 100 -120h160q100 0 100 120v30z", paint.light) + line("M300 430h360", paint.dark, 5) + disc(480, 490, 9, TEAL)
        return out + "".join(disc(x, 210, 40, WHITE) + rect(x - 14, 210, 28, 110, WHITE, 14) + disc(x, 206, 18, STEEL) for x in (400, 560))
    out = shadow(480, 250) + line("M300 430q-20 -290 180 -290t180 290", paint.dark, 34) + line("M330 330q0 -150 150 -150t150 150", paint.accent, 14)
    for x in (300, 660):
        out += rect(x - 62, 370, 124, 190, paint.main, 56) + rect(x - (34 if x < 480 else 50), 396, 84, 138, paint.deep, 40) + ring(x, 464, 24, 40, paint.accent, 5)
    return out


def chip(paint: Paint, rng: random.Random, form: str = "") -> str:
    """A circuit board with its parts."""
    board = mix("#2f6b57", paint.main, .25)
    out = shadow(480, 330) + rect(180, 190, 600, 376, board, 18) + "".join(disc(x, y, 15, BRASS) + disc(x, y, 7, board) for x, y in ((212, 222), (748, 222), (212, 534), (748, 534)))
    for _ in range(16):
        x, y = rng.randrange(230, 700, 20), rng.randrange(230, 520, 20)
        out += line(f"M{x} {y}h{rng.choice((40, 80, 120))}l20 20h30", mix(board, WHITE, .4), 4, .7) + disc(x, y, 6, BRASS)
    out += rect(390, 290, 180, 180, INK, 8) + "".join(rect(376 + (n % 2) * 196, 302 + n // 2 * 20, 14, 9, STEEL) for n in range(16)) + disc(412, 312, 8, WHITE, .5) + line("M430 380h100M430 400h70", WHITE, 5, .4)
    return out + rect(250, 250, 60, 90, paint.accent, 8) + "".join(oval(640 + n * 44, 300, 18, 18, STEEL) + rect(622 + n * 44, 300, 36, 46, INK, 4) for n in range(3)) + "".join(rect(240 + n * 40, 500, 26, 60, BRASS, 3) for n in range(8))


SCENES = {
    "soap": soap, "cream": cream, "dropper": dropper, "perfume": perfume, "brush": brush, "wooden_toy": wooden_toy,
    "puzzle": puzzle, "plush": plush, "cards": cards, "notebook": notebook, "pens": pens, "wrapping": wrapping,
    "cable": cable, "stand": stand, "headphones": headphones, "chip": chip,
}  # fmt: skip
