"""The command line: `whosaid run | annotate | sql | findings | show | correct | status | ui`.

A command imports what it needs when it is called.

Exit codes: 0 done; 1 failed; 2 wrong usage or configuration; 3 nothing to read (no such file, folder or warehouse);
4 another program writes; 5 the disk is full or cannot be written; 128 and a signal's number: stopped by that signal.
"""

from pipelines.cli.app import main

__all__ = ["main"]
