"""What each offer answers to its category's questions, read out of what the offer says."""

import re
from typing import Any

# Colour of the palette to a colour that buyers filter by.
_COLOURS = {
    "white": ("white", "pearl"), "ivory": ("ivory", "cream", "linen", "natural"), "beige": ("sand", "camel", "khaki"),
    "grey": ("grey", "smoke", "steel"), "black": ("black", "charcoal"),
    "brown": ("brown", "walnut", "oak", "cocoa", "bronze"),
    "red": ("red", "cherry", "brick", "wine", "oxblood", "rust", "terracotta"),
    "orange": ("orange", "amber", "apricot", "coral"), "yellow": ("mustard", "ochre", "lemon", "honey"),
    "green": ("forest", "sage", "moss", "olive", "mint", "teal"),
    "blue": ("navy", "indigo", "blue", "sky", "petrol", "blueberry"), "purple": ("plum", "aubergine", "lavender"),
    "pink": ("pink", "rose", "blush"), "gold": ("gold", "brass"), "silver": ("silver",),
}  # fmt: skip
_COLOUR_OF = {shade: colour for colour, shades in _COLOURS.items() for shade in shades}
# Categories that ask for the colour, by the category itself.
_COLOURED = {
    "fabrics", "yarn-wool", "bed-linen", "towels", "rugs", "bridal-gowns", "womenswear", "menswear", "scarves-hats", "shoes",
    "tableware", "glassware", "cookware", "vases-decor", "tiles", "candles",
}  # fmt: skip
# (seller, category), or the category alone, to what all of it answers.
_SAME: dict[tuple[str, str], dict[str, Any]] = {
    ("tsubaki-craft", "tableware"): {"ware": "porcelain", "dishwasher-safe": False},
    ("ceramica-da-ria", "tableware"): {"ware": "stoneware", "dishwasher-safe": True},
    ("", "tableware"): {"ware": "stoneware"},
    ("", "cookware"): {"ware": "earthenware", "induction": False},
    ("", "towels"): {"fibre": ["cotton"], "care": "machine-60"},
    ("", "bed-linen"): {"fibre": ["linen", "cotton"], "care": "machine-60"},
    ("", "rugs"): {"fibre": ["wool"]},
    ("", "yarn-wool"): {"fibre": ["alpaca"], "care": "hand-wash"},
    ("", "bridal-gowns"): {"fibre": ["silk"]},
    ("", "menswear"): {"fibre": ["linen", "cotton"], "sizes": "36–48"},
    ("", "womenswear"): {"fibre": ["linen", "cotton"], "sizes": "36–52"},
    ("", "scarves-hats"): {"fibre": ["cotton"]},
    ("lanas-del-misti", "scarves-hats"): {"fibre": ["alpaca"]},
    ("lanas-del-misti", "womenswear"): {"fibre": ["alpaca"], "sizes": "S–XL"},
    ("", "tiles"): {"thickness": {"value": "1", "unit": "cm"}, "frost-proof": False},
    ("", "chairs-stools"): {"furniture-material": ["solid-wood", "fabric"], "wood": "oak", "assembled": True},
    ("", "tables-desks"): {"furniture-material": ["solid-wood"], "wood": "oak", "assembled": False},
    ("", "shelves-storage"): {"furniture-material": ["solid-wood"], "wood": "oak", "assembled": False},
    ("", "pendant-lamps"): {"cap": "e27", "plug": "none", "dimmable": True},
    ("", "lanterns"): {"cap": "none", "plug": "none"},
    ("", "light-sources"): {"cap": "e27", "dimmable": True, "colour-temperature": {"value": "2700", "unit": "K"}},
    ("", "power-tools"): {"voltage": {"value": "18", "unit": "V"}, "plug": "c-f"},
    ("", "knives"): {"blade-length": {"value": "16.5", "unit": "cm"}},
    ("", "necklaces-bracelets"): {"metal": ["sterling-silver"]},
    ("", "rings-earrings"): {"metal": ["sterling-silver"]},
    ("", "shoes"): {"upper": "cow", "sizes": "36–45"},
    ("", "skin-care"): {"skin": ["dry", "sensitive"], "vegan": True},
    ("", "soap"): {"vegan": True},
    ("", "wooden-toys"): {"age": "1", "wood": ["beech", "maple"], "batteries": False},
    ("", "games-puzzles"): {"age": "6", "batteries": False},
    ("", "dolls-soft-toys"): {"age": "0", "batteries": False},
    ("", "teaching-materials"): {"age": "6", "batteries": False},
    ("", "cables-chargers"): {"connector": ["usb-c"]},
    ("", "audio"): {"connector": ["usb-c"], "wireless": True},
    ("", "lessons"): {"level": ["beginner", "intermediate", "advanced"]},
    ("", "fresh-fruit"): {"keeping": "chilled"},
    ("", "honey-sweets"): {"keeping": "ambient"},
    ("", "preserves-sauces"): {"keeping": "ambient", "vegan": True},
    ("", "oils-vinegars"): {"keeping": "cool", "vegan": True},
    ("", "coffee-tea"): {"keeping": "ambient", "roast": "medium", "process": "washed", "vegan": True},
    ("", "spices-herbs"): {"keeping": "ambient", "vegan": True},
}
# What a title says in figures: category, attribute, pattern, unit.
_FIGURES = (
    ("tableware", "capacity", r"(\d+) ml", "ml"), ("glassware", "capacity", r"(\d+) ml", "ml"),
    ("towels", "towel-weight", r"(\d+) g/m²", "g/m²"), ("fabrics", "fabric-width", r"(\d+) cm", "cm"),
    ("vases-decor", "height", r"(\d+) cm", "cm"), ("chairs-stools", "seat-height", r"stool (\d+) cm", "cm"),
    ("notebooks", "pages", r"(\d+) pages", ""), ("oils-vinegars", "bottle", r"(\d+) ml", "ml"),
    ("skin-care", "net-volume", r"(\d+) ml", "ml"), ("rugs", "rug-width", r"(\d+) ×", "cm"),
    ("rugs", "rug-length", r"× (\d+) cm", "cm"), ("cables-chargers", "cable-length", r"(\d(?:\.\d)?) ?(?:m|米)", "m"),
)  # fmt: skip
_FIBRES = {
    "linen": "linen", "wool": "wool", "cotton": "cotton", "silk": "silk", "soie": "silk", "dentelle": "cotton",
    "mousseline": "silk", "lin ": "linen", "poplin": "cotton", "alpaca": "alpaca",
}  # fmt: skip


def answers_of(*, seller: str, category: str, title: str, colour: str) -> dict[str, Any]:
    """Return the specs of an offer: what its range shares, its colour, and the figures of its title."""
    answers = dict(_SAME.get(("", category), {})) | _SAME.get((seller, category), {})
    if category in _COLOURED and colour in _COLOUR_OF:
        answers["colour"] = [_COLOUR_OF[colour]]
    if category in ("fabrics", "womenswear", "menswear"):
        said = sorted({fibre for word, fibre in _FIBRES.items() if word in f"{title.lower()} "})
        answers["fibre"] = said or answers.get("fibre", ["cotton"])
    for wanted, code, pattern, unit in _FIGURES:
        if category == wanted and (found := re.search(pattern, title)):
            answers[code] = {"value": found.group(1), "unit": unit}
    return answers
