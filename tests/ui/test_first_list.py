"""A start paints its first list before anything of the database is loaded."""

from __future__ import annotations

import subprocess
import sys

PAGES = ("ui.application", "ui.pages.today.page", "ui.pages.workorders.page", "ui.pages.assets.page")


def test_no_page_that_a_start_may_show_loads_database_code() -> None:
    code = f"import {', '.join(PAGES)}, sys; print(sorted({{'sqlalchemy', 'sqlcipher3'}} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert loaded.strip() == "[]"
