"""Papers of the demo world, drawn by ourselves."""

from io import BytesIO

from PIL import Image, ImageDraw


def customs_scan(number: str) -> BytesIO:
    """A plain sheet that looks like a customs receipt, marked as a sample."""
    sheet = Image.new("RGB", (900, 1200), "#fdfbf5")
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((60, 60, 840, 1140), outline="#40516e", width=3)
    for place, text in enumerate(("CUSTOMS RECEIPT (SAMPLE)", f"Order {number}", "Duty, import tax, fees: see entry")):
        draw.text((100, 110 + place * 60), text, fill="#12213a", font_size=34)
    for row in range(12):
        draw.line((100, 360 + row * 60, 800, 360 + row * 60), fill="#c8c0ad", width=2)
    buffer = BytesIO()
    sheet.save(buffer, "PNG")
    buffer.seek(0)
    return buffer
