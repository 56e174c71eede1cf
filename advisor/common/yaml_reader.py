"""Strict YAML: every scalar stays a string, every value keeps its line, what hides meaning is refused.

Anchors, aliases, tags, merge keys and duplicate keys are errors: an alias hides on which text a value rests, and PyYAML
silently keeps the last of two equal keys. The file is read event by event rather than composed by PyYAML, whose
recursion lets a hostile file of 60 kB crash the interpreter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

from advisor.common.errors import InputError, Problem, system_reason
from advisor.common.french import MOST_MARKS, piled_marks

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

Path_ = tuple["str | int", ...]

MAX_DEPTH = 50
"""Levels of nesting; a dossier needs 4, the deepest rule about 15."""

MAX_BYTES = 4_000_000
"""Far above the whole rule base; a bigger file is not one of ours."""

# What YAML calls printable, less the byte order mark, which is dropped at the start and refused elsewhere.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


class YamlNode:
    """One value of the file, and where it starts.

    ``children`` is None for a scalar; the items of a sequence; keys and values in turn for a mapping.
    """

    __slots__ = ("children", "column", "keyed", "line", "mapping", "text")

    def __init__(self, mark: Any, mapping: bool, text: str, children: list[YamlNode] | None) -> None:
        self.line: int = mark.line + 1
        self.column: int = mark.column + 1
        self.mapping, self.text, self.children = mapping, text, children
        self.keyed: dict[Any, tuple[YamlNode, YamlNode]] | None = None

    @property
    def pairs(self) -> Iterator[tuple[YamlNode, YamlNode]]:
        children = iter(self.children or ())
        return zip(children, children, strict=True)


class Document:
    """Plain data read from a file; a bare one has no positions.

    Attributes:
        name: how to name the file in messages.
        data: the content.
    """

    def __init__(self, name: str, data: Any = None) -> None:
        self.name, self.data = name, data

    def at(self, path: Path_) -> Any:
        """The data at ``path``, which must exist."""
        found = self.data
        for step in path:
            found = found[step]
        return found

    def position(self, path: Path_) -> tuple[int, int]:
        """1-based line and column of the value at ``path`` (its key, in a mapping), or of its nearest parent."""
        return (0, 0)

    def problem(self, path: Path_, message: str, mend: str = "") -> Problem:
        """A `Problem` placed at ``path`` of this file."""
        line, column = self.position(path)
        return Problem(message, self.name, line, column, mend)


class DataView(Document):
    """Data drawn from a document; ``place``: the path in the document of a path in the data."""

    def __init__(self, document: Document, data: Any, place: Callable[[Path_], Path_]) -> None:
        super().__init__(document.name, data)
        self._document, self._place = document, place

    def position(self, path: Path_) -> tuple[int, int]:
        return self._document.position(self._place(path))


class YamlDocument(Document):
    """A parsed file, and the position of each value; every scalar is a NFC string. Of two equal keys, the first counts.

    Args:
        slips: where to put the problems that leave the rest readable (a key written twice, an anchor, a tag); without
            it they are raised with the others.

    Raises:
        InputError: unreadable YAML, or a forbidden feature; every problem of the second kind is given.
    """

    def __init__(self, text: str, name: str, slips: list[Problem] | None = None) -> None:
        super().__init__(name)
        self._problems: list[Problem] = []
        self._slips: list[Problem] = []
        text = text.removeprefix("\ufeff")
        _refuse_invisible(text, name)
        try:
            self._root = self._read(text)
        except yaml.MarkedYAMLError as error:
            raise InputError(_syntax(error, name)) from None
        except yaml.YAMLError:
            raise InputError(Problem("le fichier n'est pas du YAML lisible.", name)) from None
        self.data = self._build(self._root) if self._root is not None else None
        if self._problems or (self._slips and slips is None):
            raise InputError(*self._slips, *self._problems)
        if slips is not None:
            slips.extend(self._slips)

    def _read(self, text: str) -> YamlNode | None:
        root: YamlNode | None = None
        open_: list[list[YamlNode]] = []
        for event in yaml.parse(text, Loader=_Loader):
            node = self._node(event)
            if node is None:
                if isinstance(event, yaml.CollectionEndEvent):
                    open_.pop()
                elif isinstance(event, yaml.DocumentStartEvent) and root is not None:
                    raise InputError(self._at(event, *_SECOND_DOCUMENT))
                continue
            if open_:
                open_[-1].append(node)
            else:
                root = node
            if node.children is not None:
                open_.append(node.children)
                if len(open_) > MAX_DEPTH:
                    raise InputError(self._at(event, *_TOO_DEEP))
        return root

    def _node(self, event: Any) -> YamlNode | None:
        """The node an event opens, None for the events that open none."""
        match event:
            case yaml.ScalarEvent():
                node = YamlNode(event.start_mark, False, self._composed(event), None)
            case yaml.MappingStartEvent():
                node = YamlNode(event.start_mark, True, "", [])
            case yaml.SequenceStartEvent():
                node = YamlNode(event.start_mark, False, "", [])
            case yaml.AliasEvent():
                node = YamlNode(event.start_mark, False, "", None)
            case _:
                return None
        if event.anchor is not None:
            # What an alias stands for is not there to be read.
            problems = self._problems if isinstance(event, yaml.AliasEvent) else self._slips
            problems.append(self._at(event, *_ANCHOR))
        elif event.tag is not None and event.tag != "!":
            shown = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._slips.append(self._at(event, f"l'étiquette « {shown} » n'est pas admise.", "Supprimez-la."))
        return node

    def _composed(self, event: Any) -> str:
        """A scalar in one form of accents; seen as read, since accents may also be written as escapes."""
        text = str(event.value)
        if text.isascii():
            return text
        if next(piled_marks(text), None) is not None:
            raise InputError(self._at(event, *_PILE))
        return unicodedata.normalize("NFC", text)

    def _at(self, event: Any, message: str, mend: str) -> Problem:
        return Problem(message, self.name, event.start_mark.line + 1, event.start_mark.column + 1, mend)

    def _build(self, node: YamlNode) -> Any:
        if node.children is None:
            return node.text
        if not node.mapping:
            return [self._build(child) for child in node.children]
        result: dict[str, Any] = {}
        lines: dict[str, int] = {}
        for key, value in node.pairs:
            if key.children is not None:
                self._refuse(key, "une clé doit être un mot.", "Mettez un seul mot avant les deux-points.")
                continue
            if key.text == "<<":
                self._refuse(key, "la fusion « << » n'est pas admise.", "Recopiez les valeurs.")
            elif key.text in result:
                what = f"la clé « {key.text} » est écrite deux fois (déjà ligne {lines[key.text]})."
                self._slips.append(Problem(what, self.name, key.line, key.column, "Gardez une seule des deux."))
            lines.setdefault(key.text, key.line)
            result.setdefault(key.text, self._build(value))
        return result

    def _refuse(self, node: YamlNode, message: str, mend: str) -> None:
        self._problems.append(Problem(message, self.name, node.line, node.column, mend))

    def position(self, path: Path_) -> tuple[int, int]:
        node = self._root
        if node is None:
            return (1, 1)
        place = (node.line, node.column)
        for step in path:
            if node.mapping:
                pair = self._keyed(node).get(step)
                if pair is None:
                    break
                key, node = pair
                place = (key.line, key.column)
            elif node.children and isinstance(step, int) and 0 <= step < len(node.children):
                node = node.children[step]
                place = (node.line, node.column)
            else:
                break
        return place

    def _keyed(self, node: YamlNode) -> dict[Any, tuple[YamlNode, YamlNode]]:
        """The pairs of a mapping by key, gone through once: a damaged file asks the place of thousands of them."""
        if node.keyed is None:
            node.keyed = {key.text: (key, value) for key, value in reversed([*node.pairs])}
        return node.keyed


_ANCHOR = (
    "les ancres et renvois YAML (& et *) ne sont pas admis.",
    "Recopiez la valeur, ou mettez le texte entre guillemets.",
)
_TOO_DEEP = (f"plus de {MAX_DEPTH} niveaux imbriqués.", "Ce fichier est abîmé.")
_PILE = (f"plus de {MOST_MARKS} accents sur une même lettre.", "Ce fichier est abîmé : reprenez-en une copie intacte.")
_SECOND_DOCUMENT = (
    "une ligne « --- » ouvre un second document.",
    "Supprimez-la : un fichier contient un seul document.",
)


def _refuse_invisible(text: str, name: str) -> None:
    found = _FORBIDDEN.search(text)
    if found is not None:
        line, column = _place(text, found.start())
        code = f"U+{ord(found[0]):04X}"
        raise InputError(
            Problem(
                f"ce fichier contient un caractère invisible interdit ({code}).",
                name,
                line,
                column,
                "Effacez-le ; si le fichier en est plein, ce n'est pas un fichier texte.",
            )
        )


def _place(text: str, at: int) -> tuple[int, int]:
    """Line and column of a character, from 1."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


_CHECK = "Vérifiez l'alignement, les deux-points et les guillemets de cette ligne."
_QUOTE = "Mettez ce texte entre guillemets, ou sur la ligne suivante après « >- »."
_CLOSE = "Fermez ce qui est ouvert ; si le fichier s'arrête là, il est coupé."

# What PyYAML says, in French, and how to mend it.
_FRENCH = {
    "mapping values are not allowed in this context": ("deux-points inattendus", _QUOTE),
    "block sequence entries are not allowed in this context": ("tiret inattendu", _CHECK),
    "mapping keys are not allowed in this context": ("point d'interrogation inattendu", _QUOTE),
    "could not find expected ':'": ("deux-points attendus", "Écrivez « clé: valeur », ou alignez ce texte."),
    "found character that cannot start any token": (
        "caractère inattendu, peut-être une tabulation",
        "Remplacez les tabulations par des espaces, ou mettez ce texte entre guillemets.",
    ),
    "found a tab character that violates indentation": ("tabulation", "Remplacez-la par des espaces."),
    "found a tab character where an indentation space is expected": ("tabulation", "Remplacez-la par des espaces."),
    "did not find expected key": ("clé attendue", _CHECK),
    "did not find expected '-' indicator": ("tiret attendu", _CHECK),
    "did not find expected node content": ("valeur attendue", _CHECK),
    "did not find expected ',' or ']'": ("virgule ou crochet fermant attendu", _CLOSE),
    "did not find expected ',' or '}'": ("virgule ou accolade fermante attendue", _CLOSE),
    "did not find expected <document start>": ("contenu inattendu après la fin du document", _CHECK),
    "did not find expected alphabetic or numeric character": ("ancre ou renvoi mal écrit", _QUOTE),
    "did not find expected comment or line break": ("texte inattendu après > ou |", "Passez à la ligne après > ou |."),
    "found unexpected end of stream": ("le fichier s'arrête au milieu d'une valeur", _CLOSE),
    "found unexpected document indicator": ("le fichier s'arrête au milieu d'une valeur", _CLOSE),
    "found unknown escape character": (
        "barre oblique inverse suivie d'une lettre inconnue",
        "Remplacez les guillemets doubles par des simples.",
    ),
    "found incompatible YAML document": ("version de YAML inconnue", "Supprimez la ligne « %YAML »."),
    "found undefined tag handle": ("étiquette inconnue", "Supprimez ce qui commence par « ! »."),
}


def _syntax(error: yaml.MarkedYAMLError, name: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    if error.problem == "exceeded maximum nesting depth":  # libyaml 0.2.6 and later, whose scanner reads ahead of us
        return Problem(_TOO_DEEP[0], name, line, column, _TOO_DEEP[1])
    what, mend = _FRENCH.get(error.problem or "", ("erreur d'écriture", _CHECK))
    opened = error.context_mark
    if mend is _CLOSE and opened is not None and opened.line + 1 != line:
        what += f" ; ouverture ligne {opened.line + 1}"
    return Problem(f"le fichier n'est pas du YAML lisible ({what}).", name, line, column, mend)


def read_yaml(path: Path, name: str | None = None, slips: list[Problem] | None = None) -> YamlDocument:
    """Read one strict YAML file.

    Args:
        path: the file, UTF-8.
        name: how messages name it; the path by default.
        slips: see `YamlDocument`.

    Raises:
        InputError: unreadable file, bad encoding, bad YAML, or a forbidden feature.
    """
    shown = name or str(path)
    return YamlDocument(_decode(_bytes(path, shown), shown), shown, slips)


def parse_yaml(data: bytes, name: str) -> YamlDocument:
    """Read strict YAML that is at hand already, such as a file sent by a browser.

    Args:
        data: the content, UTF-8.
        name: how messages name it.

    Raises:
        InputError: as `read_yaml`.
    """
    _refuse_heavy(data, name)
    return YamlDocument(_decode(data, name), name)


def _bytes(path: Path, shown: str) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise InputError(Problem("ce fichier n'existe pas.", shown, mend="Vérifiez son nom et son dossier.")) from None
    except IsADirectoryError:
        raise InputError(
            Problem("c'est un répertoire, pas un fichier.", shown, mend="Donnez un des fichiers qu'il contient.")
        ) from None
    except PermissionError:
        raise InputError(
            Problem("vous n'avez pas le droit de lire ce fichier.", shown, mend="Demandez-le à son propriétaire.")
        ) from None
    except OSError as error:
        raise InputError(Problem(f"lecture impossible ({system_reason(error)}).", shown)) from None
    except ValueError:
        # A name with a null character never reaches the system.
        raise InputError(Problem("ce nom de fichier n'est pas valable.", repr(shown))) from None
    _refuse_heavy(data, shown)
    return data


def _refuse_heavy(data: bytes, shown: str) -> None:
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // 1_000_000
        raise InputError(Problem(f"le fichier dépasse {limit} millions d'octets.", shown, mend="Ce n'est pas le bon."))


_SPARE = "Reprenez-en une copie intacte."


def _decode(data: bytes, shown: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(
            Problem("le fichier est en UTF-16.", shown, mend="Enregistrez-le en UTF-8 depuis votre éditeur.")
        )
    if b"\0" in data:
        raise InputError(Problem("ce n'est pas un fichier texte, ou il est abîmé.", shown, mend=_SPARE))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        start = data.rfind(b"\n", 0, error.start) + 1
        line = data.count(b"\n", 0, error.start) + 1
        column = len(data[start : error.start].decode("utf-8")) + 1
        if error.end == len(data) and error.reason == "unexpected end of data":
            raise InputError(
                Problem("le fichier est coupé au milieu d'un caractère.", shown, line, column, _SPARE)
            ) from None
        raise InputError(
            Problem(
                "le fichier n'est pas en UTF-8.", shown, line, column, "Enregistrez-le en UTF-8 depuis votre éditeur."
            )
        ) from None
