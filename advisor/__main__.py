"""``python -m advisor`` is ``ess-advisor``."""

import sys

from advisor.cli.arguments import main

sys.exit(main())
