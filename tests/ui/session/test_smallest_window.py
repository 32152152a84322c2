from __future__ import annotations

import pytest

from app.foundation.home import Home
from tests.ui.session.conftest import SitDown
from ui.theme.tokens import SIZE


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_no_page_is_cut_at_the_side_in_the_smallest_window(sit_down: SitDown, sample_home: Home, language: str) -> None:
    desk = sit_down(sample_home, language)
    desk.until_at_work()
    desk.window.resize(SIZE.least_window_width, SIZE.least_window_height)
    desk.until(lambda: desk.window.width() == SIZE.least_window_width)
    too_wide = {}
    for key in desk.pages:
        desk.visit(key)
        page = desk.window.page(key)
        if page.minimumSizeHint().width() > page.width():
            too_wide[key] = page.minimumSizeHint().width(), page.width()
    assert too_wide == {}
