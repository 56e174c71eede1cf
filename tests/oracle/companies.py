"""Companies that one could meet, drawn: form, age, accounts, pay and statutes that go together, on real days.

A figure of the law is met exactly, missed by a cent, or far away; then some answers are taken away. A fact that this
file does not name is drawn from what the rules say of it, so that a new one is tried too.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import NamedTuple

from tests.oracle.company import Company
from tests.oracle.rules import SLOTS, Rules
from tests.oracle.values import NO

Answer = str | tuple[str, ...]
FIRST, LAST = date(2014, 8, 1), date(2026, 12, 31)

_PROFILES = {
    "societe": (12, ["sas", "sarl", "sa", "sca", "snc", "scs", "se", "selarl_selas", "sem_spl", "sasu", "eurl"]),
    "etrangere": (1, ["societe_etrangere"]),
    "historique": (7, ["association", "fondation", "cooperative", "mutuelle", "societe_assurance_mutuelle"]),
    "autre": (3, ["fonds_de_dotation", "personne_publique", "gie", "societe_civile", "entreprise_individuelle"]),
    "fonds": (3, ["placement_collectif", "autre_forme", "sas", "sa", "cooperative", "association"]),
}
"""What kinds of companies come, how often, and their forms; a form written twice as often comes twice as often."""
_ALONE = ("sasu", "eurl")


class Drawn(NamedTuple):
    """A company: the day of the law, that of the request, its answers."""

    on: date
    requested: date
    answers: dict[str, Answer]


def company(rules: Rules, seed: int, rank: int) -> Drawn:
    """One company of a seed, always the same: some answers are not given, nor most of those that do not concern it."""
    dice = Random(f"{seed}-{rank}")
    drawing = _Drawing(rules, dice)
    answers = drawing.answers()
    asked = Company(rules, answers, drawing.on, drawing.requested)
    facts = rules.addresses
    if dice.random() < 0.9:
        answers = {address: one for address, one in answers.items() if asked.applies(facts[address]) != NO}
    kept = dice.choice([1.0, 1.0, 1.0, 0.95, 0.9, 0.7, 0.4])
    answers = {address: one for address, one in answers.items() if dice.random() < kept}
    if answers and dice.random() < 0.3:
        del answers[dice.choice(list(answers))]
    return Drawn(drawing.on, drawing.requested, answers)


class _Drawing:
    """The answers of one company, chapter by chapter."""

    def __init__(self, rules: Rules, dice: Random) -> None:
        self.rules, self.dice = rules, dice
        self.on = FIRST + timedelta(dice.randint(0, (LAST - FIRST).days))
        if dice.random() < 0.4:
            day = dice.choice(rules.days) + timedelta(dice.choice([-1, 0, 0, 1]))
            self.on = min(max(day, FIRST), LAST)
        self.requested = self.on + timedelta(dice.choice([0, 0, 0, 10, 90]))
        kinds = list(_PROFILES)
        self.kind = dice.choices(kinds, [_PROFILES[kind][0] for kind in kinds])[0]
        self.form = dice.choice(_PROFILES[self.kind][1])
        self.situation = dice.choices(["existante", "renouvellement", "projet"], [6, 3, 2])[0]
        # Most of what is drawn for a company goes well, or nothing but refusals would be met.
        self.luck = dice.choice([0.6, 0.9, 0.97, 1.0])
        self.found: dict[str, Answer] = {}

    def answers(self) -> dict[str, Answer]:
        self.found |= {"situation": self.situation, "forme_juridique": self.form}
        self._identity()
        if self.situation != "projet":
            self._accounts()
            self._pay()
            self._profit()
        self._statutes()
        self._purpose()
        self._fund()
        self._others()
        addresses = self.rules.addresses
        return {address: one for address, one in self.found.items() if address in addresses}

    # -- dice -----------------------------------------------------------------------------------------------------

    def well(self, good: Answer, *others: Answer) -> Answer:
        return good if self.dice.random() < self.luck else self.dice.choice(others)

    def often(self, chance: float) -> bool:
        return self.dice.random() < chance

    def near(self, limit: Fraction | int | None, step: Fraction = Fraction(1, 100)) -> Fraction:
        """A limit met, missed by a cent on either side, or left far behind on either side."""
        limit = Fraction(limit or 0)
        moves = [limit, limit + step, limit - step, limit * Fraction(6, 5), limit * Fraction(1, 2)]
        return max(self.dice.choice(moves), Fraction(0))

    def law(self, id: str, day: date | None = None) -> Fraction:
        found = self.rules.parameter(id, day or self.on) if id in self.rules.parameters else None
        return found if found is not None else Fraction(0)

    # -- chapters -------------------------------------------------------------------------------------------------

    def _identity(self) -> None:
        found, dice = self.found, self.dice
        found["siege"] = self.well("france", "union_europeenne", "hors_union_europeenne")
        found["etablissement_principal_france"] = self.well("oui", "non")
        found["departement_siege"] = dice.choice(["42", "75", "2A", "976", "974"])
        found["fonds_ou_banque"] = "oui" if self.kind == "fonds" else "non"
        partners = 1 if self.form in _ALONE else dice.choice([2, 2, 3, 7, 40])
        if self.form in ("sas", "sarl", "selarl_selas") and self.often(0.05):
            partners = 1
        found["expression_voix"] = self.well(
            dice.choice(["par_tete", "plafond_ou_colleges", "comite_avec_droits_reels", "comite_consultatif"]),
            "capital_seulement",
        )
        if self.form not in _ALONE:
            found["nombre_associes"] = str(partners)
            most = 50 if found["expression_voix"] == "par_tete" else dice.choice([34, 50, "50.01", 80])
            found["voix_premier_associe"] = str(100 if partners == 1 else most)
        if self.situation == "projet":
            found["mention_rcs"] = "non"
            return
        # Three years old to the day on the day of the request, or nearly; or any age.
        self.age = dice.choice([0, 1, 2, 2, 3, 3, 4, 8, 20])
        day = self.requested if self.often(0.3) else self.on
        born = _years(day, -self.age) + timedelta(dice.choice([-1, 0, 0, 1, 100]))
        self.born = min(born, self.on - timedelta(1))
        found["date_creation"] = self.born.isoformat()
        found["situation_judiciaire"] = self.well("aucune", *self._choices("situation_judiciaire"))
        found["mention_rcs"] = self.well("oui", "non")
        found["date_fin_agrement"] = (self.on + timedelta(dice.choice([-300, -1, 0, 60, 200, 360]))).isoformat()

    def _accounts(self) -> None:
        """Closed years, one a year, the latest first; what a renewal counts is what its approval saw."""
        found, dice = self.found, self.dice
        closing = date(self.on.year, dice.choice([12, 12, 12, 6, 9]), 30)
        closing = closing if closing <= self.on else _years(closing, -1)
        closings = [day for back in range(6) if (day := _years(closing, -back)) >= self.born]
        held = {0: "zero", 1: "un", 2: "deux"}.get(len(closings), "trois_ou_plus")
        found["nombre_exercices_clos"] = held
        seen = min(len(closings), dice.choice([2, 3, 3, 4, 5, 5, 6]))
        if self.situation == "renouvellement":
            if seen < 3:  # an approval of two years
                found["date_fin_agrement"] = min(self.on, _years(self.born, 5) - timedelta(1)).isoformat()
                if _years(date.fromisoformat(str(found["date_fin_agrement"])), 1) < self.on:
                    found["date_fin_agrement"], seen = self.on.isoformat(), min(len(closings), 5)
            found["exercices_agrement_precedent"] = str(seen)
            found["exercices_avant_agrement"] = dice.choice(["0", "1", "2", "5"])
        shown = seen if self.situation == "renouvellement" else {"zero": 0, "un": 1, "deux": 2}.get(held, 3)
        if self.situation == "renouvellement" and seen < 3:
            shown = min(len(closings), 3)
        good = self.often(self.luck)
        for slot, day in zip(SLOTS["exercice"], closings[:shown], strict=False):
            costs = Fraction(dice.choice([0, 1] if self.often(0.05) else [100, 250, 800])) * 1000
            part = self.near(costs * self.law("seuil_charges_utilite_sociale") / 100)
            social = costs * Fraction(8, 10) if good and self.often(0.6) else min(part, costs)
            own = Fraction(dice.choice([200, 50, 10, 0, -30] if self.often(0.3) else [200, 400])) * 1000
            loans = Fraction(dice.choice([0, 0, 100])) * 1000
            rate = self.law("tmo", day) + self.law("majoration_tmo")
            paid = Fraction(0) if self.often(0.4) else self.near(max(own + loans, Fraction(0)) * rate / 100)
            interest = min(paid, Fraction(dice.choice([0, 0, 500])))
            for fact, value in {
                "charges_exploitation": costs,
                "charges_utilite_sociale": social,
                "dividendes": paid - interest,
                "remuneration_concours": interest,
                "capitaux_propres": own,
                "concours_non_bancaires": loans,
            }.items():
                found[f"{fact}[{slot}]"] = _text(value)
            found[f"date_cloture[{slot}]"] = day.isoformat()
            if self.often(0.15):
                found[f"tmo_retenu[{slot}]"] = _text(max(self.near(self.law("tmo", day)), Fraction(-5)))
            if self.often(0.15):
                found[f"charges_communes[{slot}]"] = _text(social / 10)
                found[f"cle_repartition[{slot}]"] = dice.choice(["0", "50", "66", "100"])
        found["engagement_rentabilite"] = self.well("oui", "non")

    def _pay(self) -> None:
        """Pays around seven and ten times the minimum wage, full time or not, all year or not."""
        found, dice = self.found, self.dice
        people = dice.choice([0, 1, 2, 3, 4, 5, 14, 60])
        year = max(self.on.year - dice.choice([0, 1, 1, 1, 2]), 2013)
        wage = self.law("smic_horaire", date(year, dice.choice([1, 6, 12]), 1)) * 1820
        found |= {"nombre_remuneres": str(people), "annee_remuneration": str(year)}
        low = self.often(self.luck)
        others = self.often(0.2)
        found["remuneration_hors_structure"] = "oui" if others else "non"
        for slot in SLOTS["remuneration"][:people]:
            limits = [self.law("multiple_moyenne"), self.law("multiple_maximum"), Fraction(4)]
            times = Fraction(dice.choice([2, 3])) if low else dice.choice(limits)
            share = Fraction(dice.choice([100, 100, 100, 80, 50]))
            paid = times * wage * share / 100
            paid = paid if low else self.near(paid)
            found[f"remuneration_brute[{slot}]"] = _text(Fraction(round(paid * 100), 100))
            found[f"quotite_travail[{slot}]"] = _text(share)
            if others:
                found[f"remuneration_liee[{slot}]"] = dice.choice(["0", "12000", "90000"])
            if self.often(0.3):
                found[f"mois_presence[{slot}]"] = dice.choice(["12", "6", "0.5", "11.5", "9"])
        if self.often(0.1):
            found["smic_annuel_retenu"] = _text(max(self.near(wage), Fraction(15000)))
        if self.often(0.2):
            found["minimum_branche_annuel"] = _text(self.near(wage))

    def _profit(self) -> None:
        """How the last profit was shared: it all goes somewhere, and no more than it."""
        found, dice = self.found, self.dice
        usual = dice.choice(["oui", "oui", "pas_de_benefice"])
        found["benefice_affecte"] = self.well(usual, *self._choices("benefice_affecte"))
        found["operations_capital"] = self._several("operations_capital", "aucune")
        profit, capital = Fraction(dice.choice([0, 1000, 50000])), Fraction(dice.choice([1000, 37000, 200000]))
        losses = Fraction(dice.choice([0, 0, 0, 10000, 80000]))
        shared = max(profit - losses, Fraction(0))
        reserves = self.near(capital * self.law("plafond_reserves_fonds") / 100)
        fund = self.near(shared * self.law("taux_fonds_developpement") / 100)
        if self.often(0.2):
            fund = max(capital * self.law("plafond_reserves_fonds") / 100 - reserves, Fraction(0))
        fund = min(fund, profit)
        kept = min(max(self.near(shared * self.law("taux_report_reserves") / 100) - fund, Fraction(0)), profit - fund)
        dividends = min(self.near(shared / 2), profit - fund - kept)
        if "dividendes[n]" in found:
            dividends = min(dividends, Fraction(str(found["dividendes[n]"])))
        legal = min(kept, Fraction(dice.choice([0, 0, 500])))
        for fact, value in {
            "benefice_exercice": profit,
            "pertes_anterieures": losses,
            "capital_social": capital,
            "reserves_avant_affectation": reserves,
            "dotation_fonds": fund,
            "dotation_reserve_legale": legal,
            "dotation_autres_reserves_obligatoires": Fraction(0),
            "report_beneficiaire": kept - legal,
            "dotation_reserve_facultative": max(profit - fund - kept - dividends, Fraction(0)),
            "dividendes_decides": dividends,
        }.items():
            found[fact] = _text(value)

    def _statutes(self) -> None:
        """Clauses; a rate is written where the clause is not copied word for word."""
        found = self.found
        for id, entry in self.rules.facts.items():
            if entry["type"] == "clause":
                found[id] = self.well("mot_pour_mot", "en_partie", "non")
        for clause, written in {
            "clause_fonds_developpement": {
                "taux_fonds_statuts": "taux_fonds_developpement",
                "plafond_fonds_statuts": "plafond_reserves_fonds",
            },
            "clause_report_reserves": {"taux_report_statuts": "taux_report_reserves"},
        }.items():
            if self.often(0.3):
                found[clause] = "en_partie"
            for fact, figure in written.items():
                if found[clause] == "en_partie":
                    found[fact] = _text(self.near(self.law(figure) or 20))
        for id in ("place_associes", "place_salaries", "place_parties_prenantes", "rachat_titres", "boni_liquidation"):
            first, *others = self._choices(id)
            found[id] = self.well(first, *others)
        found["guide_bonnes_pratiques"] = self.well("oui", "non")
        found["titres_admis_negociation"] = self.well("non", "oui")
        if found["titres_admis_negociation"] == "oui":
            found["marche_cotation"] = "Euronext Growth"

    def _purpose(self) -> None:
        found = self.found
        found["activite_propre"] = self.well("oui", "filiales")
        found["buts"] = self._several("buts", "aucun")
        found["fragilite_public"] = self._several("fragilite_public", "aucune")
        found["impact_social_complementaire"] = self._several("impact_social_complementaire", "aucun")
        found["utilite_sociale_principale"] = self.well("principale", "accessoire")
        found["categories_plein_droit"] = ("aucune",)
        if self.often(0.35):
            barred = {"association_intermediaire"} if self.form != "association" else set()
            found["categories_plein_droit"] = self._several("categories_plein_droit", "aucune", barred)
        found["titre_categorie"] = self.well("en_cours", "expire_ou_retire", "demande_en_cours")
        found["titulaire_titre"] = self.well("structure_entiere", "un_service", "autre_structure")

    def _fund(self) -> None:
        found, dice = self.found, self.dice
        kinds = ["placement_collectif", "placement_collectif", "organisme_financement", "etablissement_credit"]
        found["type_assimilation"] = dice.choice(kinds) if self.kind == "fonds" else "aucun"
        if self.kind != "fonds":
            found["placement_nouveau_engagement"] = "ancien"
            return
        found["droit_commun_aussi"] = dice.choice(["oui", "non"])
        for fact, limits in {
            "part_actif_esus": (50, 25, 35),
            "part_actif_esus_hors_versements": (50,),
            "part_actif_ess": (35, 49, 70),
            "part_prets_esus": (80,),
        }.items():
            found[fact] = _text(min(self.near(dice.choice(limits)), Fraction(100)))
        found["rapport_certifie"] = self.well("transmis", "pas_encore")
        year = self.on.year - dice.choice([0, 0, 1])
        days = [date(year, 6, 19), date(year, 6, 20), date(year, 3, 31), date(2025, 1, 1), _years(self.requested, -1)]
        report = dice.choice(days)
        found["date_rapport_certifie"] = min(report, self.on).isoformat()
        found["rapport_valeurs_fin_annee"] = self.well("oui", "non")
        found["depassement_passif"] = dice.choice(self._choices("depassement_passif"))
        new = self.situation == "projet" or self.born.year + 1 >= self.requested.year
        ages = self._choices("placement_nouveau_engagement") if new else ["ancien"]
        found["placement_nouveau_engagement"] = dice.choice(ages)

    def _others(self) -> None:
        """What is not named above, from what the rules say of it; days of the procedure change no verdict."""
        for address, fact in self.rules.addresses.items():
            if address in self.found or fact["type"] in ("date", "texte") or "emplacements" in fact:
                continue
            if fact["type"] in ("choix", "oui_non"):
                self.found[address] = self.dice.choice(self._choices(fact["id"]))
            elif fact["type"] == "choix_multiple":
                self.found[address] = self._several(fact["id"], "")
            elif fact["id"] not in _TOGETHER:
                figure = Fraction(self.dice.choice([0, 1, 2, 5])) if fact["type"] == "nombre" else self.near(66)
                least, most = (Fraction(str(fact.get(end, figure))) for end in ("min", "max"))
                self.found[address] = _text(min(max(figure, least), most))

    def _choices(self, id: str) -> list[str]:
        fact = self.rules.facts[id]
        return [one["id"] for one in fact["choix"]] if "choix" in fact else ["oui", "non"]

    def _several(self, id: str, none: str, barred: set[str] | None = None) -> tuple[str, ...]:
        some = [one for one in self._choices(id) if one not in {"aucun", "aucune", none} | (barred or set())]
        if id == "operations_capital":
            return ("aucune",) if self.often(self.luck) else (self.dice.choice(some),)
        if none and self.often(0.5 * (1 - self.luck)):
            return (none,)
        return tuple(sorted(self.dice.sample(some, self.dice.choice([1, 1, 2]))))


_TOGETHER = {
    "nombre_associes", "voix_premier_associe", "exercices_agrement_precedent", "exercices_avant_agrement",
    "nombre_remuneres", "annee_remuneration", "smic_annuel_retenu", "minimum_branche_annuel", "taux_fonds_statuts",
    "plafond_fonds_statuts", "taux_report_statuts", "benefice_exercice", "pertes_anterieures", "capital_social",
    "reserves_avant_affectation", "dotation_fonds", "dotation_reserve_legale", "dotation_autres_reserves_obligatoires",
    "report_beneficiaire", "dotation_reserve_facultative", "dividendes_decides", "part_actif_esus",
    "part_actif_esus_hors_versements", "part_actif_ess", "part_prets_esus",
}  # fmt: skip
"""Figures drawn with others, which mean nothing alone."""


def _years(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _text(value: Fraction) -> str:
    """A figure as people type it, to the cent."""
    cents = round(value * 100)
    sign, cents = ("-" if cents < 0 else ""), abs(cents)
    return f"{sign}{cents // 100}" + (f".{cents % 100:02d}" if cents % 100 else "")
