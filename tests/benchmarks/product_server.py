"""The product's own server in a process of its own: `python -m tests.benchmarks.product_server FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

from app.bootstrap import open_server
from app.foundation.home import Home
from app.server.door import listen
from app.server.serve import serve
from tests.benchmarks.serving import answer_about_cpu


def main(folder: str) -> None:
    """Serve what is in `folder`."""
    listener = listen("127.0.0.1", 0)
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    serve(open_server(Home(Path(folder))), listener, lambda _figures_port: answer_about_cpu(address))


if __name__ == "__main__":
    main(sys.argv[1])
