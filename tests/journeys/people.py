"""A person with a browser: what they do, and what their browser complained about."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe

from .stack import Stack

#: Milliseconds that a person waits for something on a page.
PATIENCE = 60_000
AXE_OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
}


class Person:
    """One browser context. `page` is the page in front of the person."""

    def __init__(self, name: str, stack: Stack, context: Any) -> None:
        self.name, self.stack, self.context = name, stack, context
        self.complaints: list[str] = []
        context.set_default_timeout(PATIENCE)
        context.on("console", self._on_console)
        context.on("weberror", lambda error: self.complaints.append(f"script error: {error.error}"))
        context.on("response", self._on_response)
        self.page = context.new_page()

    def _on_console(self, message: Any) -> None:
        if message.type == "error" and not self._is_an_expected_answer(message.text):
            self.complaints.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _on_response(self, response: Any) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.status}: {response.request.method} {response.url}")

    @staticmethod
    def _is_an_expected_answer(text: str) -> bool:
        # A panel that was still loading when the person went on; htmx reports what it gave up.
        if text.startswith(("htmx:sendAbort", "htmx:afterRequest")):
            return True
        # Chromium reports every refused form (422, 402 of a declined card) as a failed resource.
        return "the server responded with a status of 4" in text and "404" not in text

    def opens(self, path: str) -> None:
        """Go to an address of ours, and look whether the page stands on its feet."""
        self.page.goto(path if path.startswith("http") else self.stack.url + path)
        self.looks_around()

    def looks_around(self) -> None:
        """What holds for every page: a language, one top heading, a title."""
        found = self.page.evaluate(
            """() => ({lang: document.documentElement.lang, headings: document.querySelectorAll("h1").length,
                       title: document.title, url: location.pathname})"""
        )
        if "/admin/" not in found["url"]:
            assert found["lang"] and found["title"] and found["headings"] == 1, found

    def can_use(self, path: str) -> None:
        """Open a page and let axe look at it: WCAG 2.2, level AA, as far as a program can tell."""
        self.opens(path)
        found = Axe().run(self.page, options=AXE_OPTIONS).response["violations"]
        assert not found, "\n".join(
            f"{path}: {rule['id']} ({rule['help']}): {[node['html'][:160] for node in rule['nodes'][:4]]}"
            for rule in found
        )

    def sees(self, text: str | Any, timeout: float = PATIENCE) -> None:
        """Wait until `text` is on the page."""
        self.page.get_by_text(text).first.wait_for(timeout=timeout)

    def fills(self, **fields: str) -> None:
        """Fill the fields of these names, in this order."""
        for name, value in fields.items():
            # The header has a form of its own on every page: language, currency, country.
            place = "main " if self.page.locator("main").count() else ""
            box = self.page.locator(f"{place}:is(input, select, textarea)[name={name}]:not([type=hidden])").first
            if box.evaluate("box => box.tagName") == "SELECT":
                box.select_option(value)
            else:
                box.fill(value)

    def presses(self, name: str) -> None:
        """Press the button or follow the link of this name."""
        self.page.get_by_role("button", name=name).or_(self.page.get_by_role("link", name=name)).first.click()

    def text(self) -> str:
        """The page's words."""
        return str(
            self.page.evaluate(
                """() => { const page = document.body.cloneNode(true);
                           page.querySelectorAll("script, style, select, datalist, template").forEach(e => e.remove());
                           return page.innerText.replace(/\\s*\\n\\s*/g, "\\n"); }"""
            )
        )


class People:
    """Those who take part in one journey."""

    def __init__(self, stack: Stack, browser: Any, folder: Path) -> None:
        self.stack, self.folder = stack, folder
        self._browser = browser
        self._all: list[Person] = []

    def person(self, name: str, **context: Any) -> Person:
        """Somebody with a fresh browser; `context` as Playwright's new_context takes it."""
        settings = {"locale": "en-GB", "viewport": {"width": 1280, "height": 900}} | context
        person = Person(name, self.stack, self._browser.new_context(**settings))
        self._all.append(person)
        return person

    def __iter__(self) -> Iterator[Person]:
        return iter(self._all)

    def assert_no_complaints(self) -> None:
        """No script error, no refused resource or policy violation, no 5xx in any browser."""
        complaints = [f"{person.name}: {complaint}" for person in self for complaint in person.complaints]
        assert not complaints, "\n".join(complaints)

    def last_seen(self) -> str:
        """Each person's address, words and complaints; the pictures lie in the test's folder."""
        seen = []
        for person in self:
            try:
                person.page.screenshot(path=self.folder / f"{person.name}.png", timeout=5000)
                seen.append(f"--- {person.name} at {person.page.url}\n{person.text()[:3000]}\n{person.complaints}")
            except Exception as error:  # a browser that is gone has nothing to show
                seen.append(f"--- {person.name}: {error}")
        return "\n".join([*seen, f"pictures: {self.folder}"])

    def leave(self) -> None:
        for person in self:
            person.context.close()
