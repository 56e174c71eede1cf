"""Draft clauses: one for each mention that lacks, none for those that hold; once adopted, they satisfy it."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from advisor import assess
from advisor.advice.papers.clauses import LACKING, statutes
from advisor.advice.papers.model import CAUTION, Mention, Statutes
from advisor.assessment.account.changes import Changes
from advisor.assessment.account.findings import Findings
from advisor.assessment.assess import reason
from advisor.assessment.session import Session
from advisor.cli import main
from advisor.common.french import NBSP
from advisor.dossier import Answer, Dossier, Evidence, answer, save_dossier
from advisor.report.document import render_report
from advisor.report.papers import clauses_report
from advisor.rules.acts import CHOICE
from advisor.rules.conditions import leaves
from advisor.rules.load import Knowledge
from advisor.training.casebook.model import Case
from advisor.training.casebook.read import load_cases
from tests.conftest import JudgedCases
from tests.support.companies import given, sample
from tests.support.spread import one_in, spread

CASES = load_cases()
COMPANIES = ("sas", "sasu", "sarl", "eurl", "sa", "sca", "snc", "scs", "se", "selarl_selas", "sem_spl")
DAYS = (
    date(2014, 9, 1),
    date(2015, 10, 1),
    date(2019, 5, 23),
    date(2019, 5, 24),
    date(2025, 6, 16),
    date(2026, 11, 23),
)


class Found:
    """The mentions of each case, made when first asked for."""

    def __init__(self) -> None:
        self.made: dict[str, Statutes] = {}

    def __getitem__(self, case: Case) -> Statutes:
        if case.id not in self.made:
            self.made[case.id] = statutes(case.dossier)
        return self.made[case.id]


@pytest.fixture(scope="session")
def found() -> Found:
    return Found()


def drafted(found: Statutes) -> set[str]:
    return {fact for mention in found.drafts for fact in (*mention.becomes, *mention.withdrawn)}


def adopted(dossier: Dossier, mentions: tuple[Mention, ...]) -> Dossier:
    """The dossier once every draft is written in the statutes."""
    for mention in mentions:
        if mention.draft is None:
            continue
        for fact, value in mention.becomes.items():
            dossier = dossier.with_answer(fact, answer(value))
        for fact in mention.withdrawn:
            dossier = dossier.with_answer(fact, None)
    return dossier


def clause_facts(knowledge: Knowledge) -> set[str]:
    return {fact for clause in knowledge.acts.clauses.values() for fact in clause.facts}


def blank(form: str, on: date, situation: str = "existante", **more: str | list[str]) -> Dossier:
    """A company of which every clause is missing."""
    answers: dict[str, str | list[str]] = {
        "forme_juridique": form,
        "situation": situation,
        "siege": "france",
        "activite_propre": "oui",
        "buts": ["soutien_personnes_fragiles"],
        "fragilite_public": ["economique_ou_sociale"],
        "utilite_sociale_principale": "principale",
        "rachat_titres": "contraire",
        "boni_liquidation": "statuts_muets",
        "expression_voix": "capital_seulement",
    }
    for fact in ("objet", "but", "gouvernance", "affectation_majoritaire", "fonds_developpement", "report_reserves"):
        answers[f"clause_{fact}"] = "non"
    for fact in ("reserves_impartageables", "amortissement_capital", "reduction_capital", "remuneration"):
        answers[f"clause_{fact}"] = "non"
    for fact in ("associes", "salaries", "parties_prenantes"):
        answers[f"place_{fact}"] = "rien"
    return given(on=on, **(answers | more))


@pytest.mark.parametrize("case", spread(CASES, 14, lambda case: case.number))
def test_every_failing_clause_has_a_draft_and_none_that_holds(
    case: Case, found: Found, knowledge: Knowledge, judged: JudgedCases
) -> None:
    """The engine's own findings say which clauses fail; ESUS mentions count on the route of droit commun only."""
    (_, assessment), ours = judged[case.id], found[case]
    session = Session(knowledge, case.dossier, assessment.on)
    failing: set[str] = set()
    for verdict, prefix in ((assessment.ess, "ESS-"), (assessment.esus, "ESUS-")):
        if verdict.route not in ("societe_commerciale", "droit_commun"):
            continue
        for finding in assessment.findings.values():
            if not finding.criterion.startswith(prefix) or finding.outcome in ("satisfait", "a_completer"):
                continue
            version = knowledge.criteria[finding.criterion].on(assessment.on)
            assert version is not None
            failing |= {
                leaf.fact or ""
                for leaf in leaves(version.tree)
                if leaf.remedy is not None
                and session.settled(leaf).favourable == 0
                and not session.settled(leaf).not_applicable
                and leaf.fact in clause_facts(knowledge)
            }
    # A clause of which one alternative already holds is not asked again.
    for fact in failing - drafted(ours):
        (mention,) = [one for one in ours.mentions if fact in one.becomes]
        assert mention.state == "present", fact
    for mention in ours.mentions:
        assert (mention.draft is not None) == (mention.state in LACKING)
        if mention.state != "present":
            continue
        for id in mention.criteria:
            tested = [leaf for leaf in assessment.findings[id].leaves if set(leaf.used) & set(mention.becomes)]
            assert not any(leaf.outcome == "non_satisfait" and leaf.remedy for leaf in tested) or id in (
                "ESS-07",
                "ESS-08",
            )


@pytest.mark.parametrize("case", spread(CASES, 14, lambda case: case.number))
def test_adopting_the_drafts_satisfies_the_mentions(case: Case, found: Found, judged: JudgedCases) -> None:
    ours = found[case]
    after = adopted(case.dossier, ours.mentions)
    again = statutes(after)
    states = {mention.clause: mention.state for mention in again.mentions}
    for mention in ours.drafts:
        assert states[mention.clause] == "present", mention.clause
    assert not assess(after).contradictions or judged[case.id][1].contradictions


@pytest.mark.parametrize("form", COMPANIES)
@pytest.mark.parametrize("on", DAYS)
def test_from_blank_statutes_every_form_and_day_ends_with_all_clause_criteria(form: str, on: date) -> None:
    dossier = blank(form, on, **({} if form in ("sasu", "eurl") else {"nombre_associes": "3"}))
    ours = statutes(dossier)
    expected = 16 if on <= date(2019, 5, 23) else 15
    assert len(ours.drafts) == expected and len(ours.mentions) == expected
    after = assess(adopted(dossier, ours.mentions), on=on)
    for id in (f"ESS-{number:02}" for number in (2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13)):
        outcome = after.findings[id].outcome
        if (id == "ESS-13" and on < date(2016, 1, 1)) or (id == "ESS-04" and form in ("sasu", "eurl")):
            assert outcome == "incertain"
        else:
            assert outcome == "satisfait", id
    assert after.findings["ESUS-05"].outcome == "satisfait"


def test_associations_are_asked_their_object_only_and_plein_droit_nothing() -> None:
    on = date(2025, 6, 16)
    ours = statutes(blank("association", on))
    assert [mention.clause for mention in ours.mentions] == ["projet_objet"]
    assert ours.mentions[0].criteria == ("ESUS-05",)
    assert "l'association a pour objet" in ours.drafts[0].draft.paragraphs[0]  # type: ignore[union-attr]
    before = statutes(blank("association", date(2019, 5, 23)))
    assert [mention.clause for mention in before.mentions] == ["projet_objet", "projet_remuneration"]
    right = blank("association", on, categories_plein_droit=["entreprise_insertion"], titre_categorie="en_cours")
    right = right.with_answer("titulaire_titre", Answer(value="structure_entiere"))
    assert statutes(right).mentions == ()
    assert statutes(blank("entreprise_individuelle", on)).drafts == ()


def test_a_project_writes_what_it_has_not_answered_and_a_company_reads_it_first() -> None:
    on = date(2026, 11, 23)
    project = statutes(given(on=on, forme_juridique="sas", situation="projet"))
    assert {mention.state for mention in project.mentions} == {"a_ecrire"} and len(project.drafts) == 15
    assert [one.title for one in project.adoption] == ["Les fondateurs, ensemble"]
    existing = statutes(given(on=on, forme_juridique="sas", situation="existante"))
    assert {mention.state for mention in existing.mentions} == {"a_lire"} and existing.drafts == ()


def test_rates_follow_the_law_of_the_day() -> None:
    texts = {
        on: " ".join(p for m in statutes(blank("sas", on)).drafts if m.draft for p in m.draft.paragraphs) for on in DAYS
    }
    assert "[à compléter : la part que fixera l'arrêté]" in texts[date(2014, 9, 1)]
    assert f"prélevé 20{NBSP}% au moins" in texts[date(2015, 10, 1)] and "7 fois" in texts[date(2019, 5, 23)]
    assert "7 fois" not in texts[date(2019, 5, 24)]


@pytest.mark.parametrize("form", COMPANIES)
def test_each_form_has_its_words_and_its_majority(form: str) -> None:
    ours = statutes(blank(form, date(2026, 11, 23)))
    text = " ".join(p for mention in ours.drafts if mention.draft for p in mention.draft.paragraphs)
    assert ("actionnaires" in text) == (form in ("sa", "sca", "se", "sem_spl"))
    assert ("l'associé unique" in text.lower()) == (form in ("sasu", "eurl"))
    assert ("parts sociales" in text) == (form in ("sarl", "eurl", "snc", "scs"))
    # A sole associate has nobody else whose agreement could be needed.
    assert len(ours.adoption) == {"sem_spl": 3, "sasu": 1, "eurl": 1}.get(form, 2)
    if form in ("sarl", "sa", "sem_spl"):
        assert "deux tiers" in ours.adoption[0].text
    assert ours.adoption[-1].confidence == ("M" if form in ("sasu", "eurl") else "I")


@pytest.mark.parametrize(
    ("form", "who"),
    (
        ("sas", "SAS, la majorité que fixent les statuts (C. com., art. L227-9"),
        ("sarl", "SARL, deux tiers, ou trois quarts si elle est ancienne (C. com., art. L223-30 [V-c]) ;"),
        ("sa", "SA, deux tiers des voix exprimées (C. com., art. L225-96 [V-c])"),
        ("snc", "société en nom collectif, l'unanimité, sauf clause (C. com., art. L221-6"),
        ("sasu", "L'associé unique, par un acte consigné sur son registre [M]."),
    ),
)
def test_a_remedy_says_by_which_majority_this_company_changes_its_statutes(
    form: str, who: str, knowledge: Knowledge
) -> None:
    company = given(on=date(2026, 11, 23), forme_juridique=form, situation="existante")
    change = Changes(Findings(reason(company))).change(knowledge.remedies["ajouter_clause_boni"], ())
    assert who in change.who and "{" not in change.who
    assert change.who.count("à vérifier avant de convoquer : ") == (form != "sasu")


PURPOSES = (
    "soutien_personnes_fragiles", "lutte_exclusion", "lutte_inegalites", "lien_social_cohesion_territoriale",
    "education_citoyennete", "developpement_durable", "transition_energetique", "promotion_culturelle",
    "solidarite_internationale", "patrimoine_protege", "aucun",
)  # fmt: skip


@pytest.mark.parametrize("purpose", PURPOSES)
@pytest.mark.parametrize("on", DAYS)
def test_no_blank_is_left_and_open_choices_are_marked(purpose: str, on: date) -> None:
    ours = statutes(blank("sas", on, buts=[purpose]))
    for mention in ours.drafts:
        assert mention.draft is not None
        for paragraph in mention.draft.paragraphs:
            bare = CHOICE.sub("x", paragraph)
            assert not set("{}[]") & set(bare), paragraph
            assert "  " not in paragraph and " ," not in bare and bare[:1] != " "
    assert bool(re.search(r"but suivant : \[à choisir", ours.drafts[0].draft.paragraphs[0])) == (  # type: ignore[union-attr]
        purpose == "aucun"
        or (purpose == "lutte_inegalites" and on >= date(2019, 5, 24))
        or (purpose == "promotion_culturelle" and on < date(2019, 5, 24))
        or (purpose == "patrimoine_protege" and on < date(2024, 6, 15))
    )


@pytest.mark.parametrize("every", one_in(10))
def test_the_report_says_on_each_draft_what_it_is_worth_and_holds_in_eighty_columns(
    every: int, found: Found, knowledge: Knowledge
) -> None:
    for case in CASES[::every]:
        id, ours = case.id, found[case]
        report = clauses_report(ours, knowledge)
        text = render_report(report, "terminal", width=80)
        assert [line for line in text.splitlines() if len(line) > 80] == [], id
        flat = " ".join(text.split())
        assert flat.count(CAUTION) == (len(ours.drafts) + 1 if ours.drafts else 0), id
        assert "None" not in text and "{" not in text and "}" not in text, id
        for mention in ours.drafts:
            assert mention.draft is not None and mention.references and mention.draft.confidence


def test_what_the_adviser_typed_is_shown_and_harmless(knowledge: Knowledge) -> None:
    nasty = "Les {associes} d'abord*\n[lien](x) <b>, `code`"
    dossier = blank("sas", date(2026, 11, 23)).model_copy(update={"name": nasty})
    seen = Answer(
        value="en_partie",
        article="{but}",
        quote="| ligne\n# titre, {denomination}",
        evidence=Evidence(level="vu", document="Statuts, p. 3"),
    )
    ours = statutes(dossier.with_answer("clause_objet", seen))
    report = clauses_report(ours, knowledge)
    terminal = render_report(report, "terminal", width=80)
    flat = " ".join(terminal.replace(NBSP, " ").split())
    assert "La gouvernance de Les {associes} d'abord* [lien](x) <b>, `code` est démocratique" in flat
    assert "article {but} (vu, Statuts, p. 3)" in flat and "« | ligne # titre, {denomination} »" in flat
    markdown = render_report(report, "markdown")
    assert "\\<b\\>" in markdown and "\n# titre" not in markdown and "[lien]\\(" not in markdown.replace("\\](", "](\\")


def test_command(capsys: pytest.CaptureFixture[str], tmp_path: pytest.TempPathFactory) -> None:
    assert main(["clauses", "003", "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert Statutes.model_validate(data).drafts and data["form"] == "SARL"
    assert main(["clauses", "001", "--largeur", "80"]) == 0
    assert "aucun projet de clause" in capsys.readouterr().out
    path = tmp_path / "d.yaml"  # type: ignore[operator]
    save_dossier(sample(boni_liquidation="associes"), path)
    assert main(["clauses", str(path), "--au", "2020-01-01", "--format", "markdown"]) == 0
    assert "## Projets de clauses" in capsys.readouterr().out
    assert main(["clauses", str(path), "--sortie", str(path)]) == 2
