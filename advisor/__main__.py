"""``python -m advisor`` is ``ess-advisor``."""

import sys

from advisor.cli.runner import main

sys.exit(main())
