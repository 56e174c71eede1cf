"""French typography of the texts of the rules: what a linter refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from advisor.common.errors import Problem
from advisor.common.yaml_reader import Path_, YamlDocument

_SLIPS = (
    (re.compile(r"\S {2,}\S"), "deux espaces de suite", "N'en gardez qu'une."),
    (re.compile(r" [,.](?![\d.])"), "espace avant une virgule ou un point", "Supprimez-la."),
    (re.compile(r"[^\s«(\[]»|«[^\s]"), "guillemet collé au texte", "Écrivez « ainsi »."),
    (re.compile(r"[\"“”]"), "guillemets anglais", "Écrivez « ainsi »."),
    (re.compile(r"[^\W\d_][;!?](\s|$)"), "signe double collé au mot qui précède", "Mettez une espace avant."),
    (re.compile(r"[^\W\d_]:(\s|$)"), "deux-points collés au mot qui précède", "Mettez une espace avant."),
    (re.compile(r"[A-Za-zÀ-ÿ],[A-Za-zÀ-ÿ]"), "virgule collée au mot qui suit", "Mettez une espace après."),
    (re.compile(r"\b(TODO|FIXME|XXX)\b"), "texte à finir", "Finissez-le."),
)


def slips(document: YamlDocument) -> Iterator[Problem]:
    """Those of one file."""
    for path, text in _texts(document.data, ()):
        for pattern, what, mend in _SLIPS:
            found = pattern.search(text)
            if found is not None:
                around = text[max(0, found.start() - 15) : found.end() + 15].strip().replace("\n", " ")
                yield document.problem(path, f"{what} : « … {around} … ».", mend)


def _texts(data: Any, path: Path_) -> Iterator[tuple[Path_, str]]:
    if isinstance(data, str):
        if " " in data:
            yield path, data
    elif isinstance(data, list):
        for i, item in enumerate(data):
            yield from _texts(item, (*path, i))
    elif isinstance(data, dict):
        for key, item in data.items():
            yield from _texts(item, (*path, key))
