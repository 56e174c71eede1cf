"""The public record of a company, looked up by SIREN or by name: asked only when the adviser says so, never needed.

- `siren`: what a SIREN looks like;
- `record`: what the service answers, typed, of which only what serves here is kept;
- `client`: the exchange itself, bounded in time and size;
- `proposals`: which answers a record lets one propose, and what is only a clue;
- `show`: the same, for a command.

The service is « Recherche d'entreprises ». What is known of it was read in its public repository
(annuaire-entreprises-data-gouv-fr/search-api: ``app/doc/open-api.yml``, ``app/models/unite_legale.py``,
``app/exceptions/``, ``app/service/formatters/``); what is from memory is marked [M] where it is used.
"""

from __future__ import annotations

import os

SWITCH = "ESS_ADVISOR_SANS_RESEAU"
"""Variable of the environment: nothing is asked of the network, nor offered."""


def offline() -> bool:
    """The network is switched off."""
    return os.environ.get(SWITCH, "").strip().lower() not in ("", "0", "non")
