"""`whosaid` with these arguments; the names of the modules that it loaded go to standard error when it ends."""

import atexit
import sys

from pipelines.cli import main

atexit.register(lambda: print(*sys.modules, file=sys.stderr))
main()
