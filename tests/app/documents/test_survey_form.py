"""The form of a survey says what is to be written where, and brings the codes that are reserved."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.documents.survey_form import ROWS, SurveyFacts, write_survey_form
from app.foundation.translation import Language, speaking
from tests.app.documents.reading import fonts_in, lines_on_pages


@pytest.mark.parametrize(("language", "title"), [("en", "Survey of devices"), ("zh_CN", "设备普查表")])
def test_every_code_has_a_row_and_further_pages_are_empty(tmp_path: Path, language: Language, title: str) -> None:
    codes = [f"KJC-COM-{number:04d}" for number in range(1, ROWS + 2)]
    path = tmp_path / "form.pdf"
    with speaking(language):
        write_survey_form(path, SurveyFacts("第一人民医院 喆", "3F 🏥", codes, [("COM", "台式机")], pages=3))
    first, second, third = ("\n".join(lines) for lines in lines_on_pages(path))
    assert title in first
    assert "第一人民医院 喆" in first
    assert codes[-2] in first
    assert codes[-1] in second
    assert "KJC-COM" not in third
    assert "3 / 3" in third
    assert all(fonts_in(path).values())


def test_a_form_without_anything_is_a_page_to_write_on(tmp_path: Path) -> None:
    write_survey_form(tmp_path / "form.pdf", SurveyFacts("", "", [], [], pages=0))
    [lines] = lines_on_pages(tmp_path / "form.pdf")
    assert "Serial number" in "\n".join(lines)
