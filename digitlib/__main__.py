"""Run the command line as `python -m digitlib`."""

import sys

from digitlib.cli import main

sys.exit(main())
