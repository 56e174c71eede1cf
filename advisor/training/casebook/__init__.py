"""The worked cases of ``cases/``: a story, a dossier, the verdict the law commands, and what a trainer says about it.

One YAML file per case, named after its id. The dossier stands inside, in the format of a dossier file::

    id: 01-atelier-velo
    titre: …
    themes: [statuts]
    histoire: >-
      …
    enseignement: >-
      …
    attendu:
      ess: {verdict: eligible, voie: societe_commerciale}
      esus: {verdict: eligible, voie: droit_commun, duree: 5}
      motifs:
        ESUS-02a: satisfait
    seance:
      rang: 26
      …
    dossier:
      format: 1
      …
      fin_du_dossier: oui

``seance`` holds the notes of a case that is taught at the information day; the others prove boundaries.

The expected verdict is derived from the law by a person; `check_case` says where the software disagrees with it.
"""
