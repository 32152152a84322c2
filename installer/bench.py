"""Measures: `python3 installer/bench.py [NAME ...]` prints one line of JSON for each figure."""

import os
import sys

if sys.version_info < (3, 11):
    sys.exit("Paigong needs Python 3.11 or newer, and this is %d.%d: start it with a newer one." % sys.version_info[:2])

sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

from installer.measuring import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
