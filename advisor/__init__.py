"""ess-advisor: dated, reasoned verdicts on the French ESS commercial company status and the ESUS accreditation.

The public library interface is deliberately small::

    from advisor import assess, load_dossier
    assessment = assess(load_dossier("dossier.yaml"), on=date.today())

Names are resolved on first use, so that ``import advisor`` stays cheap: the command line needs its first prompt in a
few hundred milliseconds.
"""

from __future__ import annotations

TYPE_CHECKING = False  # `typing` alone would take a tenth of the time of ``ess-advisor --aide``.
if TYPE_CHECKING:
    from typing import Any

    from advisor.assessment.assess import assess
    from advisor.assessment.model import Assessment
    from advisor.common.resources import __version__
    from advisor.dossier import Dossier, load_dossier, save_dossier
    from advisor.rules.load import Knowledge, load_knowledge

__all__ = [
    "Assessment",
    "Dossier",
    "Knowledge",
    "__version__",
    "assess",
    "load_dossier",
    "load_knowledge",
    "save_dossier",
]

_HOMES = {
    "__version__": "advisor.common.resources",
    "assess": "advisor.assessment.assess",
    "Assessment": "advisor.assessment.model",
    "Dossier": "advisor.dossier",
    "load_dossier": "advisor.dossier",
    "save_dossier": "advisor.dossier",
    "Knowledge": "advisor.rules.load",
    "load_knowledge": "advisor.rules.load",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        from importlib import import_module

        module = import_module(_HOMES[name])
        value = getattr(module, name)
        globals()[name] = value
        return value
    raise AttributeError(f"module 'advisor' has no attribute {name!r}")
