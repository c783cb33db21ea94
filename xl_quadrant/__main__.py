"""``python -m xl_quadrant``: the same program as ``xlq``."""

import sys

from xl_quadrant.command_line.program import main

if __name__ == "__main__":
    sys.exit(main())
