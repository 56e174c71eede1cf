"""A company told in plain French: every answer has words, none of them says what the law makes of it."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import Phase, given, settings

from advisor.casebook import load_cases
from advisor.dossier import Dossier, answer
from advisor.knowledge import Knowledge, load_knowledge
from advisor.knowledge.models import FactType
from advisor.training.story import addresses_read, tell
from advisor.training.telling import Group, Simple, Telling, load_telling, wordless
from tests.generate import dossiers

DAY = date(2026, 11, 24)
KNOWLEDGE = load_knowledge()
CRITERION = re.compile(r"\b(?:ESS|ESUS|ART2)-\w+")
LAW_WORDS = re.compile(r"éligib|\barticles?\b|\bart\.|[LR]\s?\d{4}-|\bsatisfait|\bconforme|\bverdict", re.IGNORECASE)
# A word that should have lost its vowel: « de association », « que il ».
HIATUS = re.compile(r"\b(?:de|le|la|que|ne|se|du|au) [aeiouyâéèêîôû]\w*")


def dossier(**answers: str | list[str] | None) -> Dossier:
    return Dossier(name="Les Essais", answers={fact: answer(value) for fact, value in answers.items()})


def story(**answers: str | list[str] | None) -> str:
    return "\n".join(tell(dossier(**answers), KNOWLEDGE))


def wordless_(telling: Telling) -> list[str]:
    return [said for _, said in wordless(KNOWLEDGE, telling)]


def test_every_fact_and_every_option_has_words(knowledge: Knowledge) -> None:
    assert list(wordless(knowledge, load_telling())) == []


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        (lambda phrase: not (isinstance(phrase, Simple) and phrase.fact == "siege"), "« siege » n'a pas de phrase."),
        (lambda phrase: not isinstance(phrase, Group), "« clause_objet » n'a pas de phrase."),
    ],
)
def test_a_fact_left_without_words_is_named(kept: object, said: str) -> None:
    telling = load_telling()
    paragraphs = tuple(
        one.model_copy(update={"phrases": tuple(phrase for phrase in one.phrases if kept(phrase))})  # type: ignore[operator]
        for one in telling.paragraphs
    )
    assert said in wordless_(telling.model_copy(update={"paragraphs": paragraphs}))


def test_an_option_left_without_words_is_named() -> None:
    telling = load_telling()
    first, *others = telling.paragraphs
    form, *phrases = first.phrases
    assert isinstance(form, Simple)
    options = {option: words for option, words in form.options.items() if option != "sca"} | {"scope": "une scope"}
    damaged = first.model_copy(update={"phrases": (form.model_copy(update={"options": options}), *phrases)})
    found = wordless_(telling.model_copy(update={"paragraphs": (damaged, *others)}))
    assert found == ["« forme_juridique=sca » n'a pas de mots.", "« forme_juridique=scope » n'est pas une réponse."]


@settings(max_examples=60, phases=(Phase.generate,))
@given(dossiers(KNOWLEDGE, DAY))
def test_a_story_is_clean_french_that_reveals_nothing(company: Dossier) -> None:
    # A market is typed by a person: its words are not ours.
    answers = {address: one for address, one in company.answers.items() if address != "marche_cotation"}
    text = "\n".join(tell(company.model_copy(update={"answers": answers}), KNOWLEDGE))
    assert not CRITERION.search(text)
    assert not LAW_WORDS.search(text)
    assert not HIATUS.search(text), HIATUS.findall(text)
    assert not re.search(r"[{}_]|  |\bNone\b|\.\.|: \.| ,", text)
    for paragraph in text.split("\n"):
        assert paragraph[0].isupper() and paragraph.endswith(".")


@pytest.mark.parametrize("case", [case for case in load_cases() if case.dossier.answers], ids=lambda case: case.id)
def test_a_worked_case_tells_what_its_criteria_read(case: object) -> None:
    company = case.dossier  # type: ignore[attr-defined]
    text = "\n".join(tell(company, KNOWLEDGE))
    assert company.name in text
    for address in addresses_read(KNOWLEDGE, "ESUS-02a", company.on or DAY):
        one = company.answers.get(address)
        fact, _ = KNOWLEDGE.addresses[address]
        if one is not None and isinstance(one.value, str) and fact.type is FactType.MONEY:
            if (company.answers["situation"].value) == "projet":
                continue
            assert one.value.replace(" ", "")[:3] in text.replace("\u00a0", ""), address


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"forme_juridique": "association"}, "C'est une association."),
        ({"forme_juridique": "sas", "situation": "projet"}, "Ce sera une société par actions simplifiée (SAS)."),
        (
            {"forme_juridique": "association", "siege": "union_europeenne", "etablissement_principal_france": "non"},
            "L'association n'a pas d'établissement en France.",
        ),
        ({"forme_juridique": "sas", "nombre_associes": "1"}, "La société n'a qu'un associé."),
        ({"forme_juridique": "sas", "nombre_associes": "12"}, "La société compte 12 associés."),
        ({"forme_juridique": "sa", "nombre_associes": "12"}, "La société compte 12 actionnaires."),
        ({"forme_juridique": "sas", "nombre_associes": "5", "situation": "projet"}, "La société comptera 5 associés."),
        ({"situation": "projet", "activite_propre": "oui"}, "La structure exercera l'activité"),
        ({"situation": "existante", "nombre_remuneres": "0"}, "La structure ne paie personne."),
        ({"buts": ["promotion_culturelle", "developpement_durable"]}, "promouvoir la culture"),
        ({"siege": None}, "Un point n'est pas encore connu : siège social."),
        ({"siege": None, "forme_juridique": None}, "ne sont pas encore connus : siège social ; forme juridique."),
        (
            {"forme_juridique": "sas", "clause_objet": "non", "clause_but": "non"},
            "Les statuts ne disent rien de ceci : l'objet de la société",
        ),
        ({"forme_juridique": "sas", "clause_objet": "non"}, "Les statuts ne disent pas ceci : l'objet de la société"),
    ],
)  # fmt: skip
def test_words_agree_with_the_answer(answers: dict[str, str | list[str] | None], said: str) -> None:
    assert said in story(**answers)


def test_an_answer_that_figures_make_exact_is_told_by_them_alone() -> None:
    answers = {"forme_juridique": "sas", "clause_report_reserves": "en_partie"}
    assert "n'écrivent ceci qu'en partie" in story(**answers)
    told = story(**answers, taux_report_statuts="50")
    assert "50 % du bénéfice" in told.replace("\u00a0", " ") and "en partie" not in told


@pytest.mark.parametrize(("free", "rest"), [(None, True), ("0", False), ("500", False)])
@pytest.mark.parametrize("paid", ["4000", "9500"])
def test_what_is_left_of_a_profit_goes_to_the_free_reserve_when_no_figure_is_given(
    free: str | None, rest: bool, paid: str
) -> None:
    shares = {"dotation_fonds": "0", "dotation_reserve_legale": "500", "dotation_autres_reserves_obligatoires": "0"}
    given = shares | {"report_beneficiaire": "0", "dividendes_decides": paid}
    if free is not None:
        given["dotation_reserve_facultative"] = free
    told = story(
        forme_juridique="sas", situation="existante", benefice_affecte="oui", benefice_exercice="10000",
        pertes_anterieures="0", **given,
    )  # fmt: skip
    assert ("et le reste dans une réserve facultative." in told) == (rest and paid == "4000")


def test_figures_of_several_years_are_told_in_one_sentence() -> None:
    company = dossier(situation="existante", nombre_exercices_clos="deux")
    for slot, amount in (("n", "402000"), ("n-1", "378000.50")):
        company = company.with_answer(f"charges_exploitation[{slot}]", answer(amount))
    assert "du dernier exercice au plus ancien : 402\u00a0000\u00a0€ et 378\u00a0000,50\u00a0€." in "\n".join(
        tell(company, KNOWLEDGE)
    )


def test_what_does_not_concern_the_company_is_not_told() -> None:
    text = story(siege="france", etablissement_principal_france="non", forme_juridique="association", clause_but="oui")
    assert "établissement" not in text and "partage des bénéfices" not in text


def test_the_day_is_named_when_there_is_one() -> None:
    assert tell(dossier(siege="france"), KNOWLEDGE, on=date(2019, 5, 1))[0].startswith("Nous sommes le 1er mai 2019.")
    assert "Nous sommes" not in story(siege="france")


def test_the_object_is_that_of_the_company_whatever_it_is_called() -> None:
    assert "l'objet du fonds énonce" in story(forme_juridique="fonds_de_dotation", clause_objet="mot_pour_mot")
