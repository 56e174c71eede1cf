"""A visitor of the site without a browser: reads the forms of a page as HTML says them, fills them, sends them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser

from starlette.testclient import TestClient

from advisor.web.app import create_app
from advisor.web.room.rooms import Rooms
from advisor.web.settings import Settings
from advisor.web.site import Site

BASE = "http://127.0.0.1:8765"


@dataclass
class Control:
    """An input of a form; ``checked``: of radios and boxes."""

    name: str
    kind: str
    value: str
    checked: bool = False


@dataclass
class Form:
    """A form of a page."""

    action: str
    method: str
    controls: list[Control] = field(default_factory=list)

    def data(self) -> dict[str, list[str]]:
        """What a browser would send if nothing were touched."""
        found: dict[str, list[str]] = {}
        for one in self.controls:
            if (one.kind in ("radio", "checkbox") and not one.checked) or one.kind == "file" or not one.name:
                continue
            found.setdefault(one.name, []).append(one.value)
        return found

    def names(self) -> set[str]:
        return {one.name for one in self.controls}

    def options(self, name: str) -> list[str]:
        """The values offered for a field of radios, boxes or lines."""
        return [one.value for one in self.controls if one.name == name]


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._select = self._textarea = ""
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        one = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(one.get("action", ""), one.get("method", "get").lower()))
        if not self.forms:
            return
        controls = self.forms[-1].controls
        if tag == "input":
            controls.append(
                Control(one.get("name", ""), one.get("type", "text"), one.get("value", ""), "checked" in one)
            )
        elif tag == "select":
            self._select = one.get("name", "")
        elif tag == "option" and self._select:
            # Drawn as radios: one line is chosen.
            controls.append(Control(self._select, "radio", one.get("value", ""), "selected" in one))
        elif tag == "textarea":
            self._textarea = one.get("name", "")
            controls.append(Control(self._textarea, "text", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._textarea = ""
            last = self.forms[-1].controls[-1] if self.forms else None
            if last is not None:
                last.value = last.value.removeprefix("\n")  # as HTML says

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        if self._textarea:
            self.forms[-1].controls[-1].value += data


def forms_of(text: str) -> list[Form]:
    """The forms of a page."""
    parser = _Forms()
    parser.feed(text)
    return parser.forms


class Visitor:
    """One browser, with its cookies; ``page`` is the last answer received."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.page = client.get("/")

    @property
    def forms(self) -> list[Form]:
        parser = _Forms()
        parser.feed(self.page.text)
        return parser.forms

    @property
    def words(self) -> str:
        """The text of the page, spaces and no-break spaces as one."""
        parser = _Forms()
        parser.feed(self.page.text)
        return " ".join(" ".join(parser.text).replace("\u00a0", " ").replace("\u202f", " ").split())

    def form(self, action: str) -> Form:
        """The first form of the page that goes to an address."""
        return next(one for one in self.forms if one.action == action)

    def go(self, path: str) -> Visitor:
        self.page = self.client.get(path)
        return self

    def send(self, action: str, **fields: str | list[str]) -> Visitor:
        """Fill a form of the page and send it; names that Python refuses are given as a dict to `fill`."""
        return self.fill(action, fields)

    def fill(self, action: str, fields: dict[str, str | list[str]]) -> Visitor:
        one = self.form(action)
        data: dict[str, str | list[str]] = {**one.data(), **fields}
        self.page = self.client.post(one.action, data=data)
        return self


@contextmanager
def site(settings: Settings | None = None) -> Iterator[TestClient]:
    """The site, running."""
    with TestClient(create_app(settings), base_url=BASE) as client:
        yield client


def site_of(client: TestClient) -> Site:
    """What holds the dossiers of a running site."""
    found = client.app.state.site  # type: ignore[attr-defined]
    assert isinstance(found, Site)
    return found


def rooms_of(client: TestClient) -> Rooms:
    """The rooms of a running site."""
    found = client.app.state.rooms  # type: ignore[attr-defined]
    assert isinstance(found, Rooms)
    return found
