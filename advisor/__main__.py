"""``python -m advisor`` is ``ess-advisor``."""

import sys

from advisor.cli import main

sys.exit(main())
