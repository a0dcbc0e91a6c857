"""What no template may hold: inline style or script, directions that do not mirror, icons that do not exist."""

import re
from pathlib import Path

import pytest
from django.template import engines

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
# E-mails and documents are not pages: no policy guards them, and mail programs read only inline styles.
PAGES = sorted(
    path
    for path in TEMPLATES.rglob("*.html")
    if not {"mail", "email", "documents", "admin", "unfold"} & set(path.parts)
)
COMMENT = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}|<!--.*?-->", re.DOTALL)
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
CLASSES = re.compile(r"""\bclass="([^"]*)\"""")

STYLE_ATTRIBUTE = re.compile(r"<[^>]*\sstyle\s*=")
STYLE_ELEMENT = re.compile(r"<style\b")
HANDLER = re.compile(r"<[^>]*\son[a-z]+\s*=")
HX_ON = re.compile(r"\shx-on[:-]")
SCRIPT = re.compile(r"<script\b(?![^>]*\bsrc=)[^>]*>")
# Alpine's CSP build runs names, not code: an object literal or a call with arguments belongs in assets/js.
ALPINE_CODE = re.compile(r"""x-data="[^"]*[{(]""")
PHYSICAL = re.compile(
    r"(?:^|[\s:!-])(?:m[lr]-|p[lr]-|-m[lr]-|left-|right-|border-[lr](?:-|$)|rounded-[lr](?:-|$)|rounded-(?:tl|tr|bl|br)(?:-|$)"
    r"|text-left|text-right|float-left|float-right|scroll-[mp][lr]-)"
)


def source(path: Path) -> str:
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(TEMPLATES).as_posix())
class TestPages:
    def test_has_no_inline_style(self, path: Path) -> None:
        text = TAG.sub("", source(path))
        assert not STYLE_ATTRIBUTE.search(text)
        assert not STYLE_ELEMENT.search(text)

    def test_has_no_inline_script(self, path: Path) -> None:
        raw = source(path)
        text = TAG.sub("", raw)
        assert not HANDLER.search(text)
        assert not HX_ON.search(text)
        assert not ALPINE_CODE.search(text)
        for script in SCRIPT.finditer(raw):
            assert "application/ld+json" in script.group(0), script.group(0)

    def test_uses_logical_directions_only(self, path: Path) -> None:
        for classes in CLASSES.findall(TAG.sub(" ", source(path))):
            for name in classes.split():
                assert not PHYSICAL.search(name), name

    def test_compiles(self, path: Path) -> None:
        engines["django"].get_template(path.relative_to(TEMPLATES).as_posix())


def test_the_direction_rule_catches_what_it_should() -> None:
    for name in ("ml-2", "md:pr-4", "-ml-px", "left-0", "text-right", "border-l", "rounded-tl-lg", "hover:right-2"):
        assert PHYSICAL.search(name), name
    for name in (
        "ms-2",
        "pe-4",
        "start-0",
        "text-end",
        "border-line",
        "rounded",
        "small",
        "html",
        "flex-row",
        "border-s",
    ):
        assert not PHYSICAL.search(name), name


def test_styles_use_logical_directions_only() -> None:
    physical = re.compile(
        r"(?:margin|padding|border)-(?:left|right)|[;{\s](?:left|right)\s*:|text-align:\s*(?:left|right)|float:\s*(?:left|right)"
    )
    for path in (ROOT / "assets" / "css").glob("*.css"):
        found = physical.search(path.read_text())
        assert not found, f"{path.name}: {found and found.group(0)}"


def test_colours_are_named_in_the_token_file_only() -> None:
    for path in (ROOT / "assets" / "css").glob("*.css"):
        if path.name != "tokens.css":
            assert not re.search(r"#[0-9a-fA-F]{3,8}\b(?![-\w])", path.read_text()), path.name
