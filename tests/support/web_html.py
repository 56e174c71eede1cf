"""What a page owes whoever does not see it, read from its HTML: fields named, errors beside them, links that lead."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from advisor.web.guard import TOKEN

VOID = {"input", "img", "br", "hr", "meta", "link", "source", "wbr", "path", "rect", "circle"}
POINTING = ("aria-describedby", "aria-labelledby", "aria-controls")
NOTES = ("-aide", "-format", "-offre", "-cas", "-erreur")
"""Ends of the ids of what is said beside a field: each is read with it, or is for nobody."""


@dataclass
class Element:
    """One element; ``words``: all the text inside."""

    tag: str
    attrs: dict[str, str]
    parent: Element | None
    children: list[Element] = field(default_factory=list)
    words: str = ""

    def get(self, name: str) -> str:
        return self.attrs.get(name, "")

    def inside(self, tag: str) -> Element | None:
        """The nearest element around it of a kind."""
        one = self.parent
        while one is not None and one.tag != tag:
            one = one.parent
        return one

    def within(self, tag: str) -> list[Element]:
        """Elements of a kind inside it."""
        return [found for one in self.children for found in ([one] if one.tag == tag else []) + one.within(tag)]


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.all: list[Element] = []
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        one = Element(tag, {name: value or "" for name, value in attrs}, self.open[-1] if self.open else None)
        if one.parent:
            one.parent.children.append(one)
        self.all.append(one)
        if tag not in VOID:
            self.open.append(one)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.open and any(one.tag == tag for one in self.open):
            if self.open.pop().tag == tag:
                break

    def handle_data(self, data: str) -> None:
        for one in self.open:
            one.words += data


def elements(html: str) -> list[Element]:
    """The elements of a page, in its order."""
    tree = _Tree()
    tree.feed(html)
    return tree.all


def faults(html: str) -> list[str]:
    """What a page owes and lacks; empty when nothing."""
    page = elements(html)
    ids = [one.get("id") for one in page if one.get("id")]
    return [
        *_frame(page),
        *(f"id twice: {one}" for one in sorted({one for one in ids if ids.count(one) > 1})),
        *_pointing(page, set(ids)),
        *_fields(page),
        *_errors(page),
        *(fault for one in page for fault in _one(one)),
    ]


def _frame(page: list[Element]) -> list[str]:
    found = []
    if [one.get("lang") for one in page if one.tag == "html"] != ["fr"]:
        found.append("the language is not French")
    titles = [one.words.strip() for one in page if one.tag == "title" and not one.inside("svg")]
    if len(titles) != 1 or len(titles[0].partition(" – ")[0]) < 4:
        found.append(f"title: {titles}")
    for tag in ("h1", "main"):
        if sum(one.tag == tag for one in page) != 1:
            found.append(f"not one {tag}")
    if not any(one.tag == "meta" and "width=device-width" in one.get("content") for one in page):
        found.append("a phone would show it as wide as a desk")
    # The first link leads past what each page repeats.
    first = next((one for one in page if one.tag == "a"), None)
    main = next((one for one in page if one.tag == "main"), None)
    repeats = any(one.tag == "nav" for one in page)
    if repeats and (first is None or main is None or first.get("href") != f"#{main.get('id')}"):
        found.append("no link leads to the contents first")
    return found


def _pointing(page: list[Element], ids: set[str]) -> list[str]:
    found = []
    for one in page:
        aims = [aim for name in POINTING for aim in one.get(name).split()]
        aims += [one.get("for")] if "for" in one.attrs else []
        aims += [one.get("href")[1:]] if one.tag == "a" and one.get("href").startswith("#") else []
        found += [f"<{one.tag}> points to nothing: {aim!r}" for aim in aims if aim not in ids]
    return found


def _fields(page: list[Element]) -> list[str]:
    named = {one.get("for") for one in page if one.tag == "label" and one.words.strip()}
    found = []
    for one in page:
        kind = one.get("type")
        if one.tag not in ("input", "select", "textarea") or kind in ("hidden", "submit"):
            continue
        around = one.inside("label")
        if not (
            one.get("id") in named
            or (around and around.words.strip())
            or {"aria-label", "aria-labelledby"} & {*one.attrs}
        ):
            found.append(f"a field without a name: {one.attrs}")
        group = one.inside("fieldset")
        if kind == "radio" and not (group and any(legend.words.strip() for legend in group.within("legend"))):
            found.append(f"a choice without a question: {one.attrs}")
        if one.inside("form") is None and "readonly" not in one.attrs:
            found.append(f"a field that no form sends: {one.attrs}")
    return found


def _errors(page: list[Element]) -> list[str]:
    """Errors and notes are read with the field they are about."""
    described = {aim for one in page for aim in one.get("aria-describedby").split()}
    found = [f"said to nobody: {id}" for one in page if (id := one.get("id")).endswith(NOTES) and id not in described]
    for one in page:
        if "error" not in one.get("class").split() or not one.get("id"):
            continue
        holders = [other for other in page if one.get("id") in other.get("aria-describedby").split()]
        if not any(other.tag == "fieldset" or other.get("aria-invalid") == "true" for other in holders):
            found.append(f"an error whose field is not told as wrong: {one.get('id')}")
    return found


def _one(one: Element) -> list[str]:
    found = []
    if one.tag in ("button", "a", "summary", "legend", "th", "h1", "h2", "h3", "title"):
        drawn = any(image.get("alt") or image.get("aria-label") for tag in ("img", "svg") for image in one.within(tag))
        if not (one.words.strip() or one.get("aria-label") or drawn):
            found.append(f"says nothing: <{one.tag}> {one.attrs}")
    if "summary" in one.get("class").split() and (one.get("role") != "alert" or not one.within("a")):
        found.append(f"errors that nobody hears, or that lead nowhere: {one.attrs}")
    if (one.tag == "a" and not one.get("href")) or (one.tag == "form" and not one.get("action")):
        found.append(f"leads nowhere: <{one.tag}> {one.attrs}")
    if one.tag == "img" and "alt" not in one.attrs:
        found.append(f"an image without words: {one.attrs}")
    if one.tag == "svg" and one.get("aria-hidden") != "true" and not (one.get("aria-label") or one.within("title")):
        found.append(f"a drawing without words: {one.attrs}")
    if one.tag == "form" and one.get("method").lower() == "post":
        tokens = [
            field for field in one.within("input") if field.get("name") == TOKEN and len(field.get("value")) == 64
        ]
        if len(tokens) != 1:
            found.append(f"a form that would be refused: {one.attrs}")
    if one.tag == "form" and not any(button.get("type") in ("", "submit") for button in one.within("button")):
        found.append(f"a form that nobody can send: {one.attrs}")
    if one.tag == "form" and one.get("method").lower() not in ("post", "get"):
        found.append(f"a form that would put answers in the address: {one.attrs}")
    if any(name.startswith("on") or name == "style" for name in one.attrs) or one.tag == "style":
        found.append(f"against our policy: <{one.tag}> {one.attrs}")
    if one.tag == "script" and (one.words.strip() or not one.get("src").startswith("/")):
        found.append(f"a script that would not run: {one.attrs}")
    if one.tag == "script" and not ({"defer", "async"} & {*one.attrs} or one.get("type") == "module"):
        found.append(f"a script that all wait for: {one.attrs}")
    return found
