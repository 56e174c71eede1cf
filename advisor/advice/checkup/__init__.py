"""The annual check-up of an ESS or accredited company: what to look at, what has drifted, what it risks."""

from advisor.advice.checkup.build import check_up
from advisor.advice.checkup.drift import Previous, read_previous

__all__ = ["Previous", "check_up", "read_previous"]
