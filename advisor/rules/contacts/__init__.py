"""Whom to see: the CRESS of each French region, and who else; the data of ``rules/parcours/contacts.yaml``.

No telephone number, no postal address, nobody's name. It is read apart from the law, like all that is said along the
self-assessment.
"""

from advisor.rules.contacts.book import (
    Chamber,
    Contact,
    Contacts,
    Counsel,
    Mission,
    Network,
    Region,
    Service,
    contact,
    load_contacts,
    read_contacts,
    region_of,
    regions,
)

__all__ = [
    "Chamber", "Contact", "Contacts", "Counsel", "Mission", "Network", "Region", "Service", "contact", "load_contacts",
    "read_contacts", "region_of", "regions",
]  # fmt: skip
