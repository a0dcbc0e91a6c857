"""Print figures as a table, and say how busy the machine was."""

import os
from collections.abc import Sequence


def show(title: str, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Print a table to standard output."""
    widths = [max(len(row[place]) for row in [columns, *rows]) for place in range(len(columns))]
    print(f"\n{title}   (load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores)")
    for row in [columns, *rows]:
        first, *rest = (
            cell.ljust(width) if not place else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        print("  ".join([first, *rest]))
