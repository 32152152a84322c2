from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pypdfium2.raw as pdfium
import pytest
from PIL import Image, ImageDraw

from app.documents.service_report import (
    ChecklistFacts,
    PauseFacts,
    ServiceReportFacts,
    SignatureFacts,
    VisitFacts,
    write_service_report,
)
from app.foundation.translation import Language
from tests.app.documents.reading import codes_on_pages, fonts_in, lines_on_pages, opened

SHANGHAI = ZoneInfo("Asia/Shanghai")
REPORTED = datetime(2026, 11, 22, 1, 20, tzinfo=UTC)


def picture(*strokes: tuple[int, int], background: str = "white") -> bytes:
    image = Image.new("RGB", (300, 120), background)
    if strokes:
        ImageDraw.Draw(image).line(strokes, fill="black", width=4)
    content = io.BytesIO()
    image.save(content, "PNG")
    return content.getvalue()


REPORT = ServiceReportFacts(
    number="W26-004711",
    issued_by="科技处信息技术服务中心",
    customer="市公安局交警支队",
    caller="欧阳慧敏",
    phone="010-6275 0000",
    place="行政楼 381",
    asset="KJC-COM-1234 · 台式电脑 联想 ThinkCentre M930t",
    system="",
    kind="Incident",
    reported_at=REPORTED,
    title="开机后屏幕无显示",
    description="<b>重启三次</b>未恢复 &lt;img src='x'&gt;",
    resolution="更换内存条，=1+1 测试无异常。",
    visits=(
        VisitFacts(
            "王喆",
            (("Set out", REPORTED + timedelta(minutes=20)), ("Arrived", REPORTED + timedelta(minutes=45))),
            "0:25",
            "1:05",
        ),
    ),
    travel="0:25",
    work="1:05",
    pauses=(PauseFacts("Waiting for parts", REPORTED + timedelta(hours=1), REPORTED + timedelta(hours=2)),),
    clocks=("Restore: Met, at most 4:00, used 1:20",),
    photos=((picture(background="red"), "机箱内部.jpg"),),
    signature=SignatureFacts("欧阳慧敏", REPORTED + timedelta(hours=3), picture((10, 100), (150, 20), (290, 100))),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "report.pdf"


def text_of(path: Path) -> str:
    return "".join("\n".join(line for lines in lines_on_pages(path) for line in lines).split())


def pictures_in(path: Path) -> int:
    with opened(path) as document:
        return sum(len(list(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]))) for page in document)


def test_all_that_is_known_stands_on_it_as_it_was_written(path: Path) -> None:
    write_service_report(path, REPORT, SHANGHAI)
    text = text_of(path)
    for words in (
        *(REPORT.customer, REPORT.caller, REPORT.phone, REPORT.place, REPORT.asset, REPORT.title, REPORT.description),
        *(REPORT.resolution, REPORT.clocks[0], "Visit of 王喆", "Travel time 0:25", "Time worked 1:05"),
        *("2026-11-22 09:40", "2026-11-22 10:20 – 2026-11-22 11:20", "Waiting for parts", "机箱内部.jpg"),
        "欧阳慧敏, 2026-11-22 12:20",
    ):
        assert "".join(words.split()) in text, words
    assert pictures_in(path) == 2
    assert all(fonts_in(path).values())


def test_the_number_is_scanned_from_every_sheet(path: Path) -> None:
    write_service_report(path, replace(REPORT, description="很长的描述。\n" * 90), SHANGHAI)
    pages = codes_on_pages(path, 300)
    assert len(pages) > 1
    assert pages == [["W26-004711"]] * len(pages)
    first, *_further = lines_on_pages(path)
    assert f"Page 1 of {len(pages)}" in "\n".join(first)
    assert text_of(path).count("很长的描述。") == 90


def test_without_a_signature_there_is_room_for_one(path: Path) -> None:
    write_service_report(path, replace(REPORT, signature=None, photos=(), clocks=(), pauses=()), SHANGHAI)
    text = text_of(path)
    assert "Nameanddate" in text
    assert "Interruptions" not in text
    assert pictures_in(path) == 0


def test_a_signature_whose_picture_is_elsewhere_still_names_who_signed(path: Path) -> None:
    write_service_report(path, replace(REPORT, signature=SignatureFacts("Li", REPORTED, None), photos=()), SHANGHAI)
    assert "Li,2026-11-2209:20" in text_of(path)
    assert pictures_in(path) == 0


def test_several_visits_are_added_up_and_a_pause_may_last(path: Path) -> None:
    second = VisitFacts("Bjørn Ås", (("Work started", REPORTED),), "0:00", "0:30")
    pause = PauseFacts("Other reason", REPORTED, None)
    whole = replace(REPORT, visits=(*REPORT.visits, second), work="1:35", pauses=(pause,))
    write_service_report(path, whole, SHANGHAI)
    text = text_of(path)
    assert "VisitofBjørnÅs" in text
    assert "AllvisitstogetherTraveltime0:25Timeworked1:35" in text
    assert "2026-11-2209:20–still" in text


def test_what_no_font_has_is_marked_and_told_in_one_line(path: Path) -> None:
    family = "\U0001f468\u200d\U0001f469 한 \U0001f468"
    write_service_report(path, replace(REPORT, resolution=f"done {family}", caller="\U0001f468 Li"), SHANGHAI)
    text = text_of(path)
    assert "done〓〓〓〓" in text
    assert "〓Li" in text
    said = "〓standsforcharactersthatnofontherehas:U+1F468MAN,U+1F469WOMAN,U+D55CHANGULSYLLABLEHAN."
    assert text.count(said) == 1
    write_service_report(path, REPORT, SHANGHAI)
    assert "〓" not in text_of(path)


def test_parts_and_checklists_stand_on_it_in_the_customer_s_language(path: Path) -> None:
    checklist = ChecklistFacts("Idriftsetting", (("✓", "Merket med etikett", "王喆"), ("□", "Rommet er luftet", "")))
    parts = (("2 stk.", "Papirmater · RM1-0037", "ut: A1, inn: B2"),)
    whole = replace(REPORT, checklists=(checklist,), parts=parts, language=Language.NORWEGIAN)
    write_service_report(path, whole, SHANGHAI)
    text = text_of(path)
    for words in ("Servicerapport", "Side1av1", "Brukte deler2 stk.", "Papirmater · RM1-0037", "ut: A1, inn: B2"):
        assert "".join(words.split()) in text, words
    assert "Sjekkliste:Idriftsetting✓Merketmedetikett王喆□Rommeterluftet" in text
