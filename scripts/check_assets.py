#!/usr/bin/env python3
"""
Say whether the committed build under static/dist was made from the sources as they stand. Needs no Node.

The build writes the digest of everything it reads (styles, scripts, fonts, the npm lock, and the class names that
templates use) and of everything it wrote; this compares both. Exit status 0: current; 1: run `make assets`.
"""

import hashlib
import re
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "static" / "dist"
RECORD = DIST / "SOURCES.sha256"
SOURCES = (
    "assets/**/*",
    "package-lock.json",
    "static/js/**/*.js",
    "marketplace/kernel/templatetags/design.py",
)
TEMPLATE_TAG = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
CLASSES = re.compile(r"""\bclass=(?:"([^"]*)"|'([^']*)')""")


def digest(paths: Iterable[Path]) -> str:
    """SHA-256 over names and contents, in name order."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(path.relative_to(ROOT).as_posix().encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def sources() -> list[Path]:
    """Every file the build reads."""
    return [path for pattern in SOURCES for path in ROOT.glob(pattern) if path.is_file()]


def class_names() -> str:
    """Every class name a template mentions: the wording around them may change without a new build."""
    names: set[str] = set()
    for path in ROOT.glob("templates/**/*.html"):
        text = TEMPLATE_TAG.sub(" ", path.read_text(encoding="utf-8"))
        for double, single in CLASSES.findall(text):
            names.update((double or single).split())
    return hashlib.sha256("\n".join(sorted(names)).encode()).hexdigest()


def built() -> list[Path]:
    """Every file the build wrote, but for the record itself."""
    return [path for path in DIST.rglob("*") if path.is_file() and path != RECORD]


def main() -> int:
    record = f"sources {digest(sources())}\nclasses {class_names()}\nbuilt {digest(built())}\n"
    if "--write" in sys.argv[1:]:
        RECORD.write_text(record)
        return 0
    if not RECORD.exists() or RECORD.read_text() != record:
        print("static/dist is not current: run `make assets`", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
