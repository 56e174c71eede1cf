"""Statutes that leave a want unanswered, or name what does not exist."""

from __future__ import annotations

from tests.museum.exhibit import Exhibit

WANT = "souhaits:\n  - {id: capital, titre: Capital, question: De l'argent ?}\n"
SAID = "{texte: Oui., sources: [{source: loi}], confiance: V}"
REPLY = "{accueil: oui, phrase: Ouvert., sources: [{source: loi}], confiance: V}"


def _file(
    replies: str = f"{{capital: {REPLY}}}", forms: str = "[societe]", criteria: str = "[]", wants: str = WANT
) -> str:
    return (
        f"{wants}statuts:\n"
        "  - id: sas\n"
        "    titre: Société\n"
        "    court: SAS\n"
        f"    formes: {forms}\n"
        "    resume: Une société.\n"
        f"    ess: {SAID}\n"
        f"    esus: {SAID}\n"
        f"    criteres: {criteria}\n"
        f"    reponses: {replies}\n"
        f"    couts: [{SAID}]\n"
        f"    ouvre: [{SAID}]\n"
    )


def _exhibit(name: str, content: str, expected: str) -> Exhibit:
    return Exhibit(name, "comparaison.yaml", None, content, f"rules/comparaison.yaml:{expected}")


EXHIBITS = (
    _exhibit(
        "statute that leaves a want unanswered",
        _file(replies="{}"),
        (
            "4:5 : « sas » ne répond pas à « capital » (Capital). "
            "Ajoutez la réponse : accueil, phrase, sources, confiance."
        ),
    ),
    _exhibit(
        "answer to a want that does not exist",
        _file(replies=f"{{capital: {REPLY}, gloire: {REPLY}}}"),
        "12:98 : le souhait « gloire » n'existe pas. Au choix : capital.",
    ),
    _exhibit(
        "want told twice",
        _file(wants=WANT + "  - {id: capital, titre: Encore, question: Encore ?}\n"),
        "3:6 : « capital » est déjà pris. Donnez-lui un autre identifiant.",
    ),
    _exhibit(
        "statute that asks for an unknown criterion",
        _file(criteria="[C9]"),
        "11:16 : le critère « C9 » n'existe pas. Au choix : C-1, C-2, C-3.",
    ),
    _exhibit(
        "statute of an unknown legal form",
        _file(forms="[vile]"),
        "7:14 : la forme juridique « vile » n'existe pas. Ajoutez cette entrée, ou corrigez ce nom.",
    ),
    _exhibit(
        "statute that cites an unknown source",
        _file(replies="{capital: {accueil: oui, phrase: Ouvert., sources: [{source: lois}], confiance: V}}"),
        "12:68 : la source « lois » n'existe pas. Vouliez-vous dire « loi » ?",
    ),
    _exhibit(
        "answer that is neither yes nor no",
        _file(replies="{capital: {accueil: bof, phrase: Ouvert., sources: [{source: loi}], confiance: V}}"),
        "12:26 : « bof » n'est pas admis ; attendu : oui, possible ou non.",
    ),
    _exhibit(
        "statute that cites nothing",
        _file(replies="{capital: {accueil: oui, phrase: Ouvert., sources: [], confiance: V}}"),
        "12:57 : « sources » est vide.",
    ),
)
