"""The square code that leads to the page where anybody checks a paper."""

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode


def qr_svg(text: str) -> str:
    """Return a QR code (level M, quiet zone of two) of `text` as an SVG of one path."""
    code: QRCode = QRCode(error_correction=ERROR_CORRECT_M, border=2)
    code.add_data(text)
    code.make(fit=True)
    matrix = code.get_matrix()
    path = "".join(
        f"M{column} {row}h1v1h-1z" for row, cells in enumerate(matrix) for column, dark in enumerate(cells) if dark
    )
    size = len(matrix)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path d="{path}"/></svg>'
