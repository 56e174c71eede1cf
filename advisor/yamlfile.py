"""Strict YAML: every scalar stays a string, every value keeps its line, what hides meaning is refused.

Anchors, aliases, tags, merge keys and duplicate keys are errors: an alias hides on which text a value rests, and PyYAML
silently keeps the last of two equal keys.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import yaml

from advisor.errors import InputError, Problem

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

Path_ = tuple["str | int", ...]


class YamlDocument:
    """A parsed file: plain data (dict, list, str) and the position of each value.

    Attributes:
        name: how to name the file in messages.
        data: the content; every scalar is a NFC string.
    """

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self._problems: list[Problem] = []
        try:
            loader = _Loader(text)
            try:
                self._root = loader.get_single_node()
            finally:
                loader.dispose()
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
            raise InputError(
                Problem(
                    "le fichier n'est pas du YAML lisible (" + _french(error.problem or "erreur de syntaxe") + ").",
                    name,
                    line,
                    column,
                    "Vérifiez l'alignement, les deux-points et les guillemets de cette ligne.",
                )
            ) from None
        except yaml.YAMLError as error:
            raise InputError(Problem(f"le fichier contient un caractère illisible ({error}).", name)) from None
        _refuse_anchors(text, self._root, name, self._problems)
        self.data: Any = self._build(self._root) if self._root is not None else None
        if self._problems:
            raise InputError(*self._problems)

    def _build(self, node: Any) -> Any:
        if not node.tag.startswith("tag:yaml.org,2002:"):
            self._problem(node, f"l'étiquette « {node.tag} » n'est pas admise.", "Supprimez-la.")
        if isinstance(node, yaml.ScalarNode):
            return unicodedata.normalize("NFC", node.value)
        if isinstance(node, yaml.SequenceNode):
            return [self._build(child) for child in node.value]
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._problem(key_node, "une clé doit être un mot.", "")
                continue
            key = unicodedata.normalize("NFC", key_node.value)
            if key == "<<":
                self._problem(key_node, "la fusion « << » n'est pas admise.", "Recopiez les valeurs.")
            elif key in result:
                first = next(k for k, _ in node.value if isinstance(k, yaml.ScalarNode) and k.value == key_node.value)
                self._problem(
                    key_node,
                    f"la clé « {key} » est écrite deux fois (déjà ligne {first.start_mark.line + 1}).",
                    "Gardez une seule des deux.",
                )
            result[key] = self._build(value_node)
        return result

    def _problem(self, node: Any, message: str, mend: str) -> None:
        mark = node.start_mark
        self._problems.append(Problem(message, self.name, mark.line + 1, mark.column + 1, mend))

    def position(self, path: Path_) -> tuple[int, int]:
        """1-based line and column of the value at ``path``, or of its nearest existing parent."""
        node = self._root
        if node is None:
            return (1, 1)
        mark = node.start_mark
        for step in path:
            found = None
            if isinstance(node, yaml.MappingNode):
                for key_node, value_node in node.value:
                    if key_node.value == step:
                        found, mark = value_node, key_node.start_mark
                        break
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and 0 <= step < len(node.value):
                found = node.value[step]
                mark = found.start_mark
            if found is None:
                break
            node = found
        return (mark.line + 1, mark.column + 1)

    def problem(self, path: Path_, message: str, mend: str = "") -> Problem:
        """A `Problem` placed at ``path`` of this file."""
        line, column = self.position(path)
        return Problem(message, self.name, line, column, mend)


def _refuse_anchors(text: str, root: Any, name: str, problems: list[Problem]) -> None:
    if root is None or ("&" not in text and "*" not in text):
        return
    try:
        for event in yaml.parse(text, Loader=_Loader):
            if getattr(event, "anchor", None):
                mark: Any = event.start_mark
                problems.append(
                    Problem(
                        "les ancres et renvois YAML (& et *) ne sont pas admis.",
                        name,
                        mark.line + 1,
                        mark.column + 1,
                        "Recopiez la valeur, ou mettez le texte entre guillemets.",
                    )
                )
    except yaml.YAMLError:
        return


_FRENCH = {
    "mapping values are not allowed in this context": "deux-points inattendus",
    "could not find expected ':'": "deux-points attendus",
    "found character that cannot start any token": "caractère inattendu, peut-être une tabulation",
    "did not find expected key": "clé attendue",
    "found unexpected end of stream": "le fichier s'arrête au milieu d'une valeur",
    "did not find expected ',' or ']'": "virgule ou crochet fermant attendu",
    "did not find expected ',' or '}'": "virgule ou accolade fermante attendue",
    "did not find expected <document start>": "contenu inattendu après la fin du document",
    "did not find expected node content": "valeur attendue",
    "found undefined alias": "renvoi * inconnu",
    "did not find expected '-' indicator": "tiret attendu",
}


def _french(problem: str) -> str:
    return _FRENCH.get(problem, problem)


def read_yaml(path: Path, name: str | None = None) -> YamlDocument:
    """Read one strict YAML file.

    Args:
        path: the file, UTF-8.
        name: how messages name it; the path by default.

    Raises:
        InputError: unreadable file, bad encoding, bad YAML, or a forbidden feature.
    """
    shown = name or str(path)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise InputError(Problem("ce fichier n'existe pas.", shown, mend="Vérifiez son nom et son dossier.")) from None
    except IsADirectoryError:
        raise InputError(Problem("c'est un dossier, pas un fichier.", shown)) from None
    except PermissionError:
        raise InputError(Problem("vous n'avez pas le droit de lire ce fichier.", shown)) from None
    except UnicodeDecodeError as error:
        raise InputError(
            Problem(
                f"le fichier n'est pas en UTF-8 (octet {error.start}).",
                shown,
                mend="Enregistrez-le en UTF-8 depuis votre éditeur.",
            )
        ) from None
    return YamlDocument(text, shown)
