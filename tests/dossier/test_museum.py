"""Dossiers that were edited, damaged or cut: each is refused with a line that says where and how to mend it.

The catalogue is the small one of the museum, so that the messages do not change with the law.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.assessment.assess import assess, read_dossier
from advisor.common.errors import SHOWN, InputError
from advisor.common.yaml_reader import MAX_BYTES, YamlDocument, YamlNode
from advisor.dossier import Answer, Dossier, Draft, Evidence, dump_dossier, load_dossier, parse_dossier, save_dossier
from advisor.rules.load import Knowledge, load_from, load_knowledge
from tests.museum import dossiers_answers, dossiers_drafts, dossiers_files
from tests.museum.exhibit import GOOD, SOUND, Spoiled

EXHIBITS = (*dossiers_files.EXHIBITS, *dossiers_answers.EXHIBITS, *dossiers_drafts.EXHIBITS)

SMALL = load_from(SOUND)


def read(data: bytes, folder: Path) -> Dossier:
    path = folder / "dossier.yaml"
    path.write_bytes(data)
    return read_dossier(path, SMALL)


MANY = 2_000
WRONG = [f"champ_{rank}" for rank in range(MANY)]


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("reponses:\n  forme_juridiqe: sas\n" + "".join(f"  {one}: oui\n" for one in WRONG), "forme_juridique"),
        ("denominatio: x\nreponses:\n" + "".join(f"{one}: oui\n" for one in WRONG), "denomination"),
        ("en_cours:\n  sieg: {note: x}\n" + "".join(f"  {one}: {{note: x}}\n" for one in WRONG), "siege"),
        (f"souhaits: [collectivite, {', '.join(WRONG)}]\nreponses:\n", "collectivites"),
    ],
    ids=["answers", "fields", "drafts", "wishes"],
)
def test_thousands_of_wrong_names_cost_little_more_than_twenty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, mend: str
) -> None:
    searched = looked_at = 0
    search, pairs = SequenceMatcher.set_seq2, YamlNode.pairs.fget  # type: ignore[attr-defined]

    def counted(matcher: Any, wanted: str) -> None:
        nonlocal searched
        searched += 1
        search(matcher, wanted)

    def walked(node: Any) -> Iterator[Any]:
        nonlocal looked_at
        for pair in pairs(node):
            looked_at += 1
            yield pair

    monkeypatch.setattr(SequenceMatcher, "set_seq2", counted)
    monkeypatch.setattr(YamlNode, "pairs", property(walked))
    path = tmp_path / "dossier.yaml"
    path.write_text(f"format: 1\n{text}fin_du_dossier: oui\n", encoding="utf-8")
    knowledge = load_knowledge()
    searched = looked_at = 0
    with pytest.raises(InputError) as error:
        read_dossier(path, knowledge)
    assert len(error.value.problems) == MANY + 1 and f"« {mend} »" in str(error.value.problems[0])
    # A matcher is given its word twice: once when it is made, empty.
    assert 0 < searched <= 2 * SHOWN and looked_at < 10 * MANY


@pytest.mark.parametrize("exhibit", EXHIBITS, ids=lambda exhibit: exhibit.name)
def test_museum(exhibit: Spoiled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError) as error:
        read(exhibit.content(), Path())
    assert str(error.value.problems[0]) == "dossier.yaml" + exhibit.expected


def test_museum_has_no_twins() -> None:
    assert len({exhibit.name for exhibit in EXHIBITS}) == len(EXHIBITS) >= 82


def test_the_good_dossier_is_read_whole() -> None:
    dossier = read_dossier(GOOD, SMALL)
    assert dossier.name == "L'Atelier du Furan"
    assert dossier.requested is not None and dossier.requested.isoformat() == "2026-07-01"
    assert dossier.answers["clause_objet"].evidence == Evidence(level="vu", document="Statuts", page="3")
    assert dossier.answers["charges[n-1]"].value == "90000.50"
    assert dossier.answers["charges_utiles[n-1]"].unknown
    assert assess(dossier, knowledge=SMALL).answers[0].text == "Société"


def test_what_was_typed_before_its_answer_is_read(tmp_path: Path) -> None:
    block = "en_cours:\n  charges:\n    n-2: {methode: part_finale, note: à voir, preuve: {niveau: vu, page: 4}}\n"
    dossier = read(GOOD.read_text(encoding="utf-8").replace("fin_du", block + "fin_du").encode(), tmp_path)
    seen = Evidence(level="vu", page="4")
    assert dossier.drafts == {"charges[n-2]": Draft(method="part_finale", note="à voir", evidence=seen)}
    assert read_dossier(GOOD, SMALL).drafts == {}
    for empty in ("en_cours:\n", "en_cours: {}\n", "en_cours: {charges: {}}\n"):
        assert not read(GOOD.read_text(encoding="utf-8").replace("fin_du", empty + "fin_du").encode(), tmp_path).drafts


WISHES = "non_negociables: [garder_le_boni]\nsouhaits: [dirigeant_paye, collectivites]\nindispensables: tester_seul\n"


def read_with(wishes: str, folder: Path, knowledge: Knowledge) -> Dossier:
    path = folder / "d.yaml"
    path.write_text(f"format: 1\n{wishes}reponses:\nfin_du_dossier: oui\n", encoding="utf-8")
    return read_dossier(path, knowledge)


def test_what_the_client_holds_to_and_wants_is_read(tmp_path: Path, knowledge: Knowledge) -> None:
    dossier = read_with(WISHES, tmp_path, knowledge)
    assert dossier.non_negotiables == ("garder_le_boni",)
    assert dossier.wants == ("dirigeant_paye", "collectivites") and dossier.needs == ("tester_seul",)
    for none in ("", "souhaits:\n", "non_negociables: []\nsouhaits: []\nindispensables:\n"):
        assert read_with(none, tmp_path, knowledge) == Dossier()


@pytest.mark.parametrize(
    ("right", "wrong", "place", "message"),
    [
        (
            "garder_le_boni",
            "garder_boni",
            (2, 19),
            "point non négociable connu. Vouliez-vous dire « garder_le_boni » ?",
        ),
        ("collectivites", "collectivité", (3, 28), "n'est pas un souhait connu. Vouliez-vous dire « collectivites » ?"),
        ("tester_seul", "zzz", (4, 1), "n'est pas un souhait connu. Au choix : capital_exterieur, "),
    ],
)
def test_a_name_close_to_one_of_the_rules_is_told(
    right: str, wrong: str, place: tuple[int, int], message: str, tmp_path: Path, knowledge: Knowledge
) -> None:
    with pytest.raises(InputError) as error:
        read_with(WISHES.replace(right, wrong), tmp_path, knowledge)
    (problem,) = error.value.problems
    assert (problem.line, problem.column) == place and message in str(problem)


def test_every_answer_at_fault_is_told_at_once(tmp_path: Path) -> None:
    text = GOOD.read_text(encoding="utf-8")
    for old, new in (("forme: societe", "forme: sas"), ("exercices: 2", "exercices: 9"), ("  marche:", "  marches:")):
        text = text.replace(old, new)
    with pytest.raises(InputError) as error:
        read(text.encode(), tmp_path)
    assert [(problem.line, problem.column) for problem in error.value.problems] == [(7, 3), (15, 3), (20, 3)]


@pytest.mark.parametrize(
    "change",
    [
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: data.removesuffix(b"\n"),
        lambda data: data + b"\n\n# relu le 3 juin\n",
        lambda data: b"---\n" + data,
        lambda data: data.replace("é".encode(), "e\u0301".encode()),
    ],
    ids=["byte order mark", "Windows", "no last newline", "comment", "document mark", "decomposed accents"],
)
def test_harmless_changes(change: Any, tmp_path: Path) -> None:
    assert read(change(GOOD.read_bytes()), tmp_path) == read_dossier(GOOD, SMALL)


# -- files that are not files ---------------------------------------------------------------------------------------


def refusal(path: Path) -> str:
    with pytest.raises(InputError) as error:
        read_dossier(path, SMALL)
    return str(error.value)


def test_missing_file(tmp_path: Path) -> None:
    assert refusal(tmp_path / "x.yaml").endswith("ce fichier n'existe pas. Vérifiez son nom et son dossier.")


def test_folder(tmp_path: Path) -> None:
    assert "c'est un répertoire, pas un fichier." in refusal(tmp_path)


def test_file_as_a_folder(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    assert "lecture impossible (ce chemin passe par un fichier)." in refusal(tmp_path / "x" / "dossier.yaml")


def test_impossible_names() -> None:
    assert "ce nom de fichier n'est pas valable." in refusal(Path("dossier\0.yaml"))
    assert "lecture impossible (ce nom est trop long)." in refusal(Path("x" * 5_000))


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (errno.EACCES, "vous n'avez pas le droit de lire ce fichier."),
        (errno.EIO, "le disque ne répond pas"),
        (121, "erreur 121 du système"),
    ],
)
def test_unreadable_file(number: int, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # Permissions do not stop the super-user, under whom tests may run: the refusal is simulated.
    def refuse(*_: Any, **__: Any) -> Any:
        raise OSError(number, "refus")

    monkeypatch.setattr(Path, "open", refuse)
    assert expected in refusal(GOOD)


def test_endless_file(tmp_path: Path) -> None:
    path = tmp_path / "dossier.yaml"
    path.write_bytes(b"#" * (MAX_BYTES + 1))
    assert "le fichier dépasse 4 millions d'octets." in refusal(path)


@pytest.mark.parametrize("depth", ["[" * 100_000, "- " * 100_000, "? " * 100_000, "{a: " * 100_000])
def test_depth_that_would_crash_pyyaml(depth: str) -> None:
    with pytest.raises(InputError, match="plus de 50 niveaux imbriqués"):
        YamlDocument(f"format: 1\nnotes:\n  {depth}", "dossier.yaml")


# -- truncation, noise, round trip ----------------------------------------------------------------------------------


def same_or_refused(data: bytes, whole: Dossier, folder: Path) -> bool:
    try:
        assert read(data, folder) == whole
    except InputError as error:
        assert str(error)
        return False
    return True


def test_every_truncation_is_refused_or_harmless(tmp_path: Path) -> None:
    data, whole = GOOD.read_bytes(), read_dossier(GOOD, SMALL)
    accepted = [n for n in range(len(data) + 1) if same_or_refused(data[:n], whole, tmp_path)]
    assert accepted == [len(data) - 1, len(data)]


def test_every_missing_head_is_refused(tmp_path: Path) -> None:
    data, whole = GOOD.read_bytes(), read_dossier(GOOD, SMALL)
    assert not any(same_or_refused(data[n:], whole, tmp_path) for n in range(1, len(data)))


def parsed(text: str) -> Dossier | None:
    try:
        return parse_dossier(YamlDocument(text, "dossier.yaml"))[0]
    except InputError as error:
        assert str(error).startswith("dossier.yaml")
        return None


@settings(max_examples=150)
@given(st.text(max_size=300))
def test_no_text_does_worse_than_be_refused(text: str) -> None:
    parsed(text)


@settings(max_examples=80)
@given(data=st.binary(max_size=300))
def test_no_bytes_do_worse_than_be_refused(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.getbasetemp()
    with pytest.raises(InputError):
        read(data, folder)


SYNTAX = st.sampled_from([*"[]{}:,-&*!|>'\"%@`#?\n\t \\", "<<: ", "- ", "---\n", "&a ", "*a ", "!!int ", "valeur: "])


@settings(max_examples=200)
@given(st.integers(0, 700), st.integers(0, 40), st.lists(SYNTAX, max_size=6).map("".join))
def test_no_edit_does_worse_than_be_refused(at: int, cut: int, insert: str) -> None:
    text = GOOD.read_text(encoding="utf-8")
    parsed(text[:at] + insert + text[at + cut :])


# Fields as a person may type or paste them, undecodable bytes of a terminal included.
TYPED = st.text(st.characters(), max_size=60) | st.text(st.sampled_from("a :#'\"\n\t\r\u2028é\udce9"), max_size=30)
LEVELS = st.sampled_from(["declare", "vu", "copie_jointe"])
VALUES = st.none() | TYPED.filter(lambda text: text != "je_ne_sais_pas") | st.lists(TYPED, max_size=3).map(tuple)
PROOFS = st.none() | st.builds(lambda level, page: Evidence(level=level, page=page), LEVELS, TYPED)
ANSWERS = st.builds(
    lambda value, quote, note, proof: Answer(value=value, quote=quote, note=note, evidence=proof),
    VALUES,
    TYPED,
    TYPED,
    PROOFS,
)
ADDRESSES = st.from_regex(r"[a-z][a-z0-9_]{0,12}(\[(n|n-1|[1-5])\])?", fullmatch=True)


def consistent(answers: dict[str, Any]) -> dict[str, Any]:
    """A fact is a table or it is not: it cannot have rows and an answer of its own."""
    tables = {address.partition("[")[0] for address in answers if "[" in address}
    return {address: one for address, one in answers.items() if "[" in address or address not in tables}


DRAFTS = st.builds(
    lambda note, proof, method: Draft(note=note, evidence=proof, method=method),
    TYPED.filter(bool),
    PROOFS,
    st.sampled_from(["", "part_finale"]),
)
NAMES = st.lists(TYPED.filter(bool), max_size=3, unique=True)
DOSSIERS = st.builds(
    lambda name, notes, on, non_negotiables, wants, cut, answers, drafts: Dossier(
        name=name,
        notes=notes,
        on=on,
        non_negotiables=non_negotiables,
        wants=wants[:cut],
        needs=wants[cut:],
        answers=answers,
        drafts={address: one for address, one in drafts.items() if address not in answers},
    ),
    TYPED,
    TYPED,
    st.none() | st.dates(),
    NAMES,
    NAMES,
    st.integers(0, 3),
    st.dictionaries(ADDRESSES, ANSWERS, max_size=4).map(consistent),
    st.dictionaries(ADDRESSES, DRAFTS, max_size=2).map(consistent),
)


@settings(max_examples=150)
@given(DOSSIERS)
def test_what_is_written_is_read_back(dossier: Dossier) -> None:
    assert parsed(dump_dossier(dossier)) == dossier


@settings(max_examples=20)
@given(DOSSIERS)
def test_every_truncation_of_any_dossier(dossier: Dossier) -> None:
    text = dump_dossier(dossier)
    for n in range(len(text)):
        assert parsed(text[:n]) in (None, dossier)


def test_a_dossier_that_could_not_be_read_back_is_not_written(tmp_path: Path) -> None:
    """Whatever defect of ours made it so: here a note that went round the checks of the model."""
    path = tmp_path / "dossier.yaml"
    sound = Dossier(name="Un", answers={"forme": Answer(value="societe")})
    save_dossier(sound, path)
    before = path.read_bytes()
    for spoiled in (
        Answer(value="societe").model_copy(update={"note": "x" * 10_001}),
        Answer(value="societe").model_copy(update={"value": {"a": "b"}}),
    ):
        with pytest.raises(InputError, match="ne pourrait pas être relu"):
            save_dossier(sound.with_answer("forme", spoiled), path)
        assert path.read_bytes() == before and list(tmp_path.iterdir()) == [path]


def test_save_keeps_the_previous_version(tmp_path: Path) -> None:
    path = tmp_path / "sous" / "dossier.yaml"
    first, second = Dossier(name="Un"), Dossier(name="Deux")
    save_dossier(first, path)
    save_dossier(second, path)
    assert (load_dossier(path), load_dossier(path.with_name("dossier.yaml.bak"))) == (second, first)
    assert len(list(path.parent.iterdir())) == 2


def test_the_packaged_catalogue_refuses_too(knowledge: Knowledge, tmp_path: Path) -> None:
    path = tmp_path / "dossier.yaml"
    path.write_text("format: 1\nreponses:\n  forme_juridiqe: sas\nfin_du_dossier: oui\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"dossier\.yaml:3:3 : .*le plus proche : « forme_juridique »"):
        read_dossier(path, knowledge)
