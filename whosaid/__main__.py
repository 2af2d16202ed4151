"""The command line: `whosaid`, or `python -m whosaid`."""

from pipelines.cli import main

if __name__ == "__main__":
    main()
