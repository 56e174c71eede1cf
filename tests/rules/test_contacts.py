"""Whom to see: a chamber for every region and department, and nothing that was not found."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.common.errors import InputError
from advisor.common.resources import data_dir
from advisor.lint.extra_files import DEPARTMENTS, lint_contacts_folder
from advisor.rules.contacts import CONTACTS, FILE, contact, load_contacts, region_of
from advisor.rules.load import Knowledge
from tests.support.rule_files import damage, lint_lines


def test_every_region_and_every_department_has_its_chamber() -> None:
    assert len(load_contacts().regions) == 18 and len(DEPARTMENTS) == 101
    for number in DEPARTMENTS:
        found = contact(number)
        assert found is not None and found.region in load_contacts().regions and found.chamber.name
    for region in load_contacts().regions:
        assert {one.region.id for number in region.departments if (one := contact(number))} == {region.id}
        assert contact(region.id) == contact(region.name) == contact(region.departments[0])


@pytest.mark.parametrize(
    ("place", "region"),
    [
        ("42", "auvergne_rhone_alpes"),
        ("1", "auvergne_rhone_alpes"),
        (" 42000 ", "auvergne_rhone_alpes"),
        ("2a", "corse"),
        ("20 200", "corse"),
        ("97411", "la_reunion"),
        ("976", "mayotte"),
        ("île-de-france", "ile_de_france"),
        ("Provence-Alpes-Côte d'Azur", "provence_alpes_cote_d_azur"),
    ],
)
def test_a_place_as_people_type_it_finds_its_region(place: str, region: str) -> None:
    found = region_of(place)
    assert found is not None and found.id == region


@pytest.mark.parametrize("place", ["", "0", "20", "96", "99", "975", "98000", "Bruxelles", "²", "٤٢"])
def test_what_is_no_region_of_the_book_finds_nothing(place: str) -> None:
    assert contact(place) is None


@given(st.text(max_size=12))
def test_no_text_breaks_the_search(place: str) -> None:
    found = contact(place)
    assert found is None or found.region in load_contacts().regions


def test_a_site_is_given_only_with_how_it_was_found_and_the_rest_says_who_can_tell(knowledge: Knowledge) -> None:
    book = load_contacts()
    codes = {level.id for level in knowledge.base.confidences}
    for region in book.regions:
        assert region.chamber.confidence in codes
        assert not (region.chamber.site and region.chamber.confidence == "M"), region.id
    unknown = [region for region in book.regions if not region.chamber.site]
    assert unknown and book.network.site
    assert {counsel.id for counsel in book.counsels if "esus" in counsel.statuses} >= {"service_de_l_etat"}
    paris, saint_etienne = contact("75"), contact("42")
    assert paris is not None and saint_etienne is not None
    assert paris.service != saint_etienne.service == book.service


BROKEN = {
    "department twice": ('["2A", "2B"]', '["2A", "2B", "75"]', "le département « 75 » est déjà dans « Corse »."),
    "department left out": ('["2A", "2B"]', '["2A"]', "aucune région ne contient le département « 2B »."),
    "no such department": ('["2A", "2B"]', '["2A", "2B", "20"]', "le département « 20 » n'existe pas."),
    "region twice": ("id: bretagne", "id: corse", "la région « corse » est déjà donnée."),
    "no address": ("https://cress.corsica", "cress corsica", "n'est pas un identifiant"),
    "telephone": ("DDETS (ou DDETSPP)", "DDETS 04 77 00 00 00", "ce texte contient un numéro de téléphone."),
    "mail": ("DDETS (ou DDETSPP)", "ddets@exemple.fr", "ce texte contient une adresse électronique."),
    "unknown source": ("source: bpifrance_creation", "source: perdu", "la source « perdu » n'existe pas."),
    "surer than its texts": (
        "sources: [{source: loi_2014_856_art_61}]\n    confiance: S2",
        "sources: [{source: loi_2014_856_art_61}]\n    confiance: V",
        "est dite plus sûre (V) que ses sources n'ont été lues (S2).",
    ),
    "counsel twice": ("id: dla", "id: greffe", "« greffe » est déjà pris."),
    "status unknown": ("pour: [ess]", "pour: [rse]", "« rse » n'est pas admis"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_contacts_say_what_where_and_how(name: str, tmp_path: Path, knowledge: Knowledge) -> None:
    old, new, expected = BROKEN[name]
    damage(tmp_path, FILE, old, new)
    lines = "\n".join(lint_lines(lint_contacts_folder, tmp_path, knowledge))
    assert expected in lines, lines
    assert f"rules/{FILE}:" in lines


def test_the_packaged_contacts_are_sound_and_a_folder_may_have_none(tmp_path: Path, knowledge: Knowledge) -> None:
    assert lint_contacts_folder(data_dir("rules"), "rules", knowledge) == []
    assert lint_contacts_folder(tmp_path, "rules", knowledge) == []
    with pytest.raises(InputError):
        CONTACTS.read(tmp_path, "rules")
