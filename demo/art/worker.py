"""What a rendering process does. It imports nothing of Django, so that it starts at once."""

import os
from io import BytesIO
from pathlib import Path

import resvg_py
from PIL import Image

# The drawings are flat colours: the encoder's quick method costs a few bytes and saves most of the time.
_METHOD, _QUALITY = 1, 82
# Drawn no wider than this: a drawing has no more detail to show, and four fifths of the width is half of the work.
DRAWN_WIDTH = 720


def render(task: tuple[str, str, str, tuple[int, ...]]) -> None:
    """Write the renditions of a drawing: (name, SVG, folder, widths), the widest last: where it stands, all stand."""
    name, svg, folder, widths = task
    with Image.open(BytesIO(resvg_py.svg_to_bytes(svg_string=svg, width=DRAWN_WIDTH, skip_system_fonts=True))) as drawn:
        largest = drawn.convert("RGB")
    for width in sorted(widths):
        image = largest
        if width < largest.width:
            height = round(largest.height * width / largest.width)
            image = largest.resize((width, height), Image.Resampling.BOX, reducing_gap=2.0)
        target = Path(folder) / f"{name}-{width}.webp"
        half = target.with_suffix(f".{os.getpid()}")
        image.save(half, "WEBP", quality=_QUALITY, method=_METHOD)
        half.replace(target)
