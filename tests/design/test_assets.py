"""The committed build: current, small, complete, and asking nobody else for anything."""

import gzip
import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DIST = ROOT / "static" / "dist"


def test_the_build_is_current() -> None:
    ran = subprocess.run(
        [sys.executable, ROOT / "scripts" / "check_assets.py"], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr


def test_the_script_of_every_page_is_small() -> None:
    assert len(gzip.compress((DIST / "app.js").read_bytes())) <= 60 * 1024


def test_the_display_face_is_small() -> None:
    assert (DIST / "fonts" / "bricolage-grotesque.woff2").stat().st_size <= 30 * 1000


def test_styles_fetch_only_from_ourselves() -> None:
    for address in re.findall(r"url\(([^)]*)\)", (DIST / "app.css").read_text()):
        address = address.strip("\"'")
        assert not address.startswith(("http:", "https:", "//")), address
        if not address.startswith(("data:", "#")):
            assert (DIST / address).is_file(), address


def test_the_lock_names_no_registry() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    assert not [name for name, package in lock["packages"].items() if "resolved" in package]


def test_every_country_has_a_flag() -> None:
    import pycountry

    missing = [
        country.alpha_2
        for country in pycountry.countries
        if not (ROOT / "static" / "flags" / f"{country.alpha_2.lower()}.svg").is_file()
    ]
    assert missing == []
