"""How often HS suggestions are right, how honest their confidence is, and what one costs, warm."""

import csv
import time
from pathlib import Path

from benchmarks import report

GOLDEN = Path(__file__).parents[1] / "tests" / "trade" / "golden" / "hs_titles.csv"
BANDS = 5


def run(*, scale: int = 0) -> None:
    """Measure and print."""
    import django

    django.setup()
    from trade.queries.classification import classifier

    began = time.process_time()
    made = classifier()
    building = time.process_time() - began
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        titles = list(csv.DictReader(file))
    rows, bands = [], []
    for half in ("tuning", "held_out"):
        asked = [row for row in titles if row["half"] == half]
        began = time.process_time()
        found = [made.classify(row["title"]) for row in asked]
        each = (time.process_time() - began) / len(asked) * 1000
        first = [bool(three) and three[0].code == row["hs_code"] for row, three in zip(asked, found, strict=True)]
        among = [row["hs_code"] in [one.code for one in three] for row, three in zip(asked, found, strict=True)]
        rows.append(
            (half, str(len(asked)), f"{sum(first) / len(asked):.3f}", f"{sum(among) / len(asked):.3f}", f"{each:.2f}")
        )
        if half == "held_out":
            said = [(three[0].confidence, right) for three, right in zip(found, first, strict=True) if three]
            for band in range(BANDS):
                here = [(sure, right) for sure, right in said if int(min(sure, 0.999) * BANDS) == band]
                if here:
                    mean = sum(sure for sure, _right in here) / len(here)
                    hit = sum(right for _sure, right in here) / len(here)
                    bands.append(
                        (f"{band / BANDS:.1f} to {(band + 1) / BANDS:.1f}", str(len(here)), f"{mean:.2f}", f"{hit:.2f}")
                    )
    report.show("HS suggestions", ("titles", "number", "first right", "among three", "CPU ms each"), rows)
    report.show("Confidence, held-out titles", ("said", "number", "mean said", "right"), bands)
    report.show("Making the classifier", ("", "CPU s"), [("word tables and index of titles", f"{building:.2f}")])
