"""The `paigong` command: the window, the tour, and everything of the command line.

Nothing heavy is imported before it is known what is wanted: the window paints first.
"""

from __future__ import annotations

import argparse
import gc
import sys
from pathlib import Path

from app.foundation.home import Home


def main(arguments: list[str] | None = None) -> int:
    """Do what the arguments say; without a command, open the window. Returns the exit status."""
    given = sys.argv[1:] if arguments is None else arguments
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--language")
    known, rest = parser.parse_known_args(given)
    home = Home(known.home) if known.home else Home.default()
    if not rest:
        gc.disable()  # until the window has loaded everything: there is much to look at and nothing to throw away
        from ui.application import run_window

        return run_window(home, known.language)
    from app.cli.main import run
    from ui.printers import system
    from ui.tour import command as tour

    return run(given, home, known.language, tour, printers=system)


if __name__ == "__main__":
    sys.exit(main())
