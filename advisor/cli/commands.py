"""Every command: the role it serves, what it does, an example, the function that runs it, and its options.

A command is loaded once chosen: nothing heavy is imported here.
"""

from __future__ import annotations

GROUPS = {
    "dossiers": "les dossiers : liste, archives, anonymat, effacement",
    "registre": "le registre : ce que la DDETS admet sur les points ouverts",
    "cas": "les cas d'école, et ce qui s'en imprime",
    "regles": "consulter et contrôler la base de règles",
}
"""First words that another must follow."""

SETS = {"DOCUMENT": "--format --sortie --largeur --entete", "ECRAN": "--format/ecran --sortie --largeur"}


class Command:
    """One command.

    Attributes:
        role: whom it serves first.
        name: one word, or two of which the first is a ``group``.
        help: one line. example: a whole command line.
        run: the function that runs it, by its module of this folder.
        options: keys of `advisor.cli.options.OPTIONS`.
    """

    def __init__(self, role: str, name: str, help: str, example: str, run: str, options: str = "") -> None:
        self.role, self.name, self.help, self.run = role, name, help, run
        self.group = name.partition(" ")[0] if " " in name else ""
        self.example = f"ess-advisor {name} {example}".rstrip()
        self.options = " ".join(SETS.get(one, one) for one in options.split()).split()


# fmt: off
COMMANDS = (
    Command("conseiller", "aide", "cette aide, celle d'une commande, ou une page : conseiller, exploitation",
            "conseiller", "runner.show_help", "page"),
    Command("conseiller", "entretien", "mener ou reprendre un entretien",
            "dossiers/atelier.yaml", "conduct.interview", "dossier/entretien --nouveau --hors-ligne"),
    Command("conseiller", "evaluer", "évaluer un dossier et afficher le rapport motivé",
            "dossiers/atelier.yaml --au 2019-05-23", "dossiers.assess_dossier",
            "dossier --au ECRAN --court --proces-verbal"),
    Command("conseiller", "rapport", "le rapport à remettre : PDF, Word, page web…",
            "dossiers/atelier.yaml --format pdf", "dossiers.report", "dossier --au DOCUMENT"),
    Command("conseiller", "expliquer", "montrer la preuve d'un critère ou d'un statut",
            "dossiers/atelier.yaml ESUS-02a", "dossiers.explain_point", "dossier id --au DOCUMENT"),
    Command("conseiller", "chemin", "le plus court chemin vers un statut, prouvé par le moteur",
            "dossiers/atelier.yaml --vers esus", "dossiers.path", "dossier --vers --garder --au DOCUMENT"),
    Command("conseiller", "et-si", "et si une réponse changeait ? Sans réponse : à quoi tient le verdict",
            "dossiers/atelier.yaml mention_rcs=oui", "dossiers.whatif", "dossier changes --au DOCUMENT"),
    Command("conseiller", "statut", "quel statut pour ce projet ? Un classement selon ce qu'il veut",
            "dossiers/atelier.yaml --souhait collectivites", "dossiers.compare_statutes",
            "dossier --souhait --exige --au DOCUMENT"),
    Command("conseiller", "clauses", "les mentions des statuts, et un projet pour ce qui manque",
            "dossiers/atelier.yaml --format docx", "dossiers.clauses", "dossier --au DOCUMENT"),
    Command("conseiller", "demande-esus", "le dossier d'agrément ESUS à déposer, et son calendrier",
            "dossiers/atelier.yaml --ics agenda.ics", "dossiers.file",
            "dossier --assemblee --depot --ics --au DOCUMENT"),
    Command("conseiller", "bilan", "le bilan annuel d'une entreprise de l'ESS ou agréée",
            "dossiers/atelier.yaml --depuis 2025.yaml", "dossiers.checkup",
            "dossier --depuis --agrement-jusqu-au --au DOCUMENT"),
    Command("conseiller", "rechercher", "la fiche publique d'une structure, par SIREN ou nom (Internet)",
            "les vélos du lignon", "reference.look_up", "query --format/lignes --sortie --hors-ligne"),
    Command("conseiller", "registre liste", "le registre, point par point",
            "--point Q7", "register.register_list", "--point ECRAN"),
    Command("conseiller", "registre ajouter", "ajouter une ligne ; ce qui manque est demandé dans un terminal",
            "--point Q7", "register.register_add", "--point --date --service --lecture --support --texte --jusqu-au"),
    Command("conseiller", "registre verifier", "contrôler le registre",
            "", "register.register_check"),
    Command("conseiller", "rejouer", "rejouer un procès-verbal et comparer",
            "pv.json", "dossiers.replay_record", "record"),
    Command("conseiller", "dossiers liste", "l'état de chacun, ses verdicts, ce qui est attendu",
            "--recherche lignon --tri echeance", "desk.dossiers_list",
            "--recherche/mots --etat --tri --archives --tous DOCUMENT"),
    Command("conseiller", "dossiers ouvrir", "ouvrir l'entretien d'un dossier",
            "atelier", "desk.dossiers_open", "name --hors-ligne"),
    Command("conseiller", "dossiers archiver", "ranger un dossier dans les archives",
            "atelier", "desk.dossiers_archive", "name"),
    Command("conseiller", "dossiers restaurer", "sortir un dossier des archives",
            "atelier", "desk.dossiers_restore", "name"),
    Command("conseiller", "dossiers anonymiser", "retirer d'un dossier ce qui nomme la structure",
            "atelier --arrondir", "desk.dossiers_anonymise", "name --arrondir --sortie/copie --remplacer --oui"),
    Command("conseiller", "dossiers effacer", "effacer un dossier pour toujours, avec ses copies et ses rapports",
            "atelier", "desk.dossiers_erase", "name --oui"),
    Command("conseiller", "revoir", "réévaluer tous les dossiers : ce qui change, les agréments qui finissent",
            "--au 2027-01-01", "desk.review_dossiers", "--mois --tous --au DOCUMENT"),
    Command("conseiller", "lot", "évaluer toute une table ou tout un répertoire : un verdict par ligne",
            "table.csv --sortie verdicts.csv", "desk.batch", "source --sortie/table --au --processus --modele"),
    Command("conseiller", "activite", "le bilan d'activité anonyme, sur les dossiers d'une période",
            "--annee 2026 --format pdf", "desk.summary",
            "--debut --fin --annee --trimestre --sans-archives --seuil DOCUMENT"),
    Command("entreprise", "site", "l'auto-diagnostic dans un navigateur, ici ou pour un réseau",
            "--ouvrir", "web.serve",
            "--port --adresse --ouvrir --donnees --jours --adresse-publique --racine --entete --organisme "
            "--modele-organisme --sans-seances"),
    Command("formateur", "journee", "animer la journée d'information, devant une salle et un projecteur",
            "--theme esus --niveau 2", "exercises.workshop", "--theme --niveau --equipes --cas/seul --nouveau"),
    Command("formateur", "quiz", "s'entraîner seul : des questions, leurs raisons, ce qu'il faut revoir",
            "--theme esus", "exercises.quiz", "--theme --niveau/quiz --questions --tirage --progression --au DOCUMENT"),
    Command("formateur", "cas liste", "la liste des cas",
            "--journee", "reference.cases_list", "--journee --format/lignes"),
    Command("formateur", "cas montrer", "un cas : l'histoire, le verdict et l'enseignement",
            "135", "reference.cases_show", "id/cas --format/lignes"),
    Command("formateur", "cas verifier", "vérifier que chaque cas obtient son verdict",
            "", "reference.cases_check", "--format/lignes"),
    Command("formateur", "cas exporter", "les cas et leurs conclusions en JSON, pour éprouver un autre moteur",
            "--sortie cas.json", "reference.cases_export", "--sortie"),
    Command("formateur", "cas livret", "des cas à résoudre, sans les réponses",
            "--theme esus --format pdf", "exercises.handout_document", "--theme --niveau --cas DOCUMENT"),
    Command("formateur", "cas corriges", "le corrigé des mêmes cas",
            "--theme esus --format pdf", "exercises.answers_document", "--theme --niveau --cas DOCUMENT"),
    Command("formateur", "cas arbre", "l'arbre de décision d'un statut, sur une page",
            "esus --format pdf", "exercises.tree", "status --au DOCUMENT"),
    Command("formateur", "cas paires", "une seule réponse change et le résultat bascule : les deux cas",
            "004 --pour ESS-07", "exercises.pairs", "dossier/paires --pour --nombre --au DOCUMENT"),
    Command("formateur", "cas avant-apres", "la même structure sous le droit de deux jours : ce qui change",
            "020 2019-12-31 2020-01-01", "exercises.compare_eras",
            "dossier first/facultatif second/facultatif DOCUMENT"),
    Command("juriste", "regles liste", "tout ce que nomment les règles, nature par nature",
            "terme --recherche agrément", "reference.rules_list", "nature --recherche ECRAN"),
    Command("juriste", "regles montrer", "ce que dit une règle, de toute nature, avec toutes ses versions",
            "ESS-07", "reference.rules_show", "id --au/version --format/texte --sortie --largeur"),
    Command("juriste", "regles comparer", "ce qui change entre deux jours, ou entre deux bases de règles",
            "2019-05-23 2019-05-24", "upkeep.compare_rules", "first/regles second/regles ECRAN"),
    Command("juriste", "regles verifier", "contrôler toute la base de règles",
            "", "reference.rules_lint", "folder"),
    Command("juriste", "regles veille", "ce qu'un extrait de LEGI change dans les règles, et ce qu'elles n'ont pas vu",
            "LEGITEXT000006072050.json", "upkeep.watch", "extract folder ECRAN"),
    Command("juriste", "regles a-lire", "ce qu'une personne connectée doit lire, coché avec le jour et le nom",
            "", "upkeep.to_read", "DOCUMENT"),
    Command("juriste", "regles lacunes", "ce que l'outil ne sait pas, calculé d'après les règles",
            "--au 2026-12-01", "upkeep.gaps", "--au DOCUMENT"),
    Command("juriste", "regles livre", "les pages de « regles montrer » en un livre, à relire et à signer",
            "--format pdf", "exercises.rulebook", "--au DOCUMENT"),
    Command("juriste", "regles signer", "signer une règle relue, ou voir quelles signatures tiennent encore",
            'ESS-07 --nom "Camille Exemple"', "reference.rules_sign", "id/signee --nom"),
    Command("juriste", "regles faits", "le catalogue des faits demandés",
            "--format json", "reference.facts", "--format/lignes"),
    Command("développeur", "schema", "le schéma JSON d'un dossier, ou d'une évaluation",
            "evaluation --sortie evaluation.schema.json", "reference.schema", "schema --sortie"),
)
# fmt: on

ROLES = tuple(dict.fromkeys(command.role for command in COMMANDS))

_FORMER = """
interview = entretien; assess = evaluer; report = rapport; explain = expliquer; path = chemin; whatif = et-si
compare = statut; file = demande-esus; checkup = bilan; lookup = rechercher; register = registre; replay = rejouer
review = revoir; batch = lot; summary = activite; serve = site; workshop = journee; rules = regles; cases = cas
pairs = cas paires; before-after = cas avant-apres; paper = cas livret, cas corriges, cas arbre, regles livre
facts = regles faits; help = aide; list = liste; show = montrer; diff = comparer; lint = verifier; check = verifier
add = ajouter; open = ouvrir; archive = archiver; restore = restaurer; anonymise = anonymiser
erase = effacer; delete = effacer; --help = --aide
--on = --au; --output = --sortie; --width = --largeur; --letterhead = --entete; --register = --registre
--offline = --hors-ligne; --new = --nouveau; --short = --court; --save-record = --proces-verbal; --keep = --garder
--want = --souhait; --need = --exige; --assembly = --assemblee; --filed = --depot; --since = --depuis
--accredited-until = --agrement-jusqu-au; --who = --service; --reading = --lecture; --basis = --support
--words = --texte; --until = --jusqu-au; --search = --recherche; --state = --etat; --sort = --tri
--archived = --archives; --all = --tous; --round = --arrondir; --replace = --remplacer; --yes = --oui
--months = --mois; --jobs = --processus; --template = --modele; --from = --debut; --to = --vers, --fin
--year = --annee; --quarter = --trimestre; --without-archived = --sans-archives; --smallest = --seuil
--level = --niveau; --teams = --equipes; --case = --cas; --seed = --tirage; --progress = --progression
--teaching = --journee; --for = --pour; --limit = --nombre; --host = --adresse; --open = --ouvrir
--data = --donnees; --keep-days = --jours; --public-url = --adresse-publique; --root-path = --racine
--operator = --organisme; --operator-example = --modele-organisme; --no-rooms = --sans-seances
"""
FORMER = dict(pair.split(" = ") for line in _FORMER.strip().split("\n") for pair in line.split("; "))
"""The English words of before, which nothing answers to any more, and what replaces each."""
