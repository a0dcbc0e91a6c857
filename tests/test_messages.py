"""Every string for people is there in all six languages, and the compiled catalogues are current."""

import re
from collections.abc import Iterator

import pytest

from marketplace import messages


@pytest.fixture(scope="module")
def template() -> messages.Catalog:
    return messages.extract()


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_every_string_is_translated(language: str, template: messages.Catalog) -> None:
    catalogue = messages.read(language)
    known = {(message.id, message.context) for message in catalogue if message.id}
    new = [message.id for message in template if message.id and (message.id, message.context) not in known]
    assert not new, f"run `make messages`, then translate: {new[:5]}"
    assert not messages.missing(catalogue)


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_compiled_catalogues_are_current(language: str) -> None:
    assert messages.path_of(language, "mo").read_bytes() == messages.compiled(language), "run `make messages`"


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_translations_keep_every_placeholder(language: str) -> None:
    wrong = [pair for pair in translated(language) if places(pair[0]) != places(pair[1])]
    assert not wrong


def translated(language: str) -> Iterator[tuple[str, str]]:
    for message in messages.read(language):
        if not message.id:
            continue
        if isinstance(message.id, str):
            yield message.id, str(message.string)
        else:
            # The form for one may leave the number out; the last form stands for many.
            yield message.id[-1], str(message.string[-1])


def places(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[sd]", text))
