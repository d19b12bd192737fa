"""The gate is a script of the repository, not of the package: it is found from its root."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
