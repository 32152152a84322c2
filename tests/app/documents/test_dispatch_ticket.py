from __future__ import annotations

import gettext
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.documents.dispatch_ticket import TicketFacts, write_dispatch_ticket
from app.foundation import translation
from app.foundation.errors import Trouble
from tests.app.documents.reading import codes_on_pages, fonts_in, lines_on_pages, opened

SHANGHAI, LONDON = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/London")
TICKET = TicketFacts(
    number="W26-004711",
    issued_by="科技处信息技术服务中心",
    customer="市公安局交警支队",
    department="科技处",
    reported_by="欧阳慧敏",
    phone="010-6275 0000",
    asset_code="KJC-COM-1234",
    asset_kind="台式电脑 联想 ThinkCentre M930t",
    place="行政楼 381",
    priority="高（4 小时响应）",
    engineer="Bjørn Ås / 王喆 / 李堃镕",
    description="开机后屏幕无显示，主机风扇转动但无自检声；<b>重启三次</b>未恢复 &lt;img src='x'&gt;。",
    reported_at=datetime(2026, 11, 22, 1, 20, tzinfo=UTC),
    dispatched_at=datetime(2026, 11, 22, 1, 41, tzinfo=UTC),
    planned_from_at=datetime(2026, 11, 22, 5, 30, tzinfo=UTC),
    planned_until_at=datetime(2026, 11, 22, 7, 0, tzinfo=UTC),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ticket.pdf"


@pytest.mark.parametrize("dpi", [203, 300])
def test_both_codes_are_read_back(path: Path, dpi: int) -> None:
    write_dispatch_ticket(path, TICKET, SHANGHAI)
    assert [sorted(codes) for codes in codes_on_pages(path, dpi)] == [["KJC-COM-1234", "W26-004711"]]


def test_everything_that_is_known_stands_on_the_paper_as_it_was_written(path: Path) -> None:
    write_dispatch_ticket(path, TICKET, SHANGHAI)
    [lines] = lines_on_pages(path)
    text = "".join("".join(lines).split())
    for field in fields(TICKET):
        value = getattr(TICKET, field.name)
        if isinstance(value, str):
            assert "".join(value.split()) in text, field.name


def test_times_are_those_of_the_reader(path: Path) -> None:
    write_dispatch_ticket(path, TICKET, SHANGHAI)
    [in_china] = lines_on_pages(path)
    assert {"2026-11-22 09:20", "2026-11-22 09:41", "2026-11-22 13:30 – 15:00"} <= set(cells(in_china))
    write_dispatch_ticket(path, TICKET, LONDON)
    [in_england] = lines_on_pages(path)
    assert {"2026-11-22 01:20", "2026-11-22 05:30 – 07:00"} <= set(cells(in_england))


def test_a_plan_across_midnight_names_both_days_and_one_without_end_its_start(path: Path) -> None:
    late = replace(TICKET, planned_until_at=datetime(2026, 11, 22, 17, 0, tzinfo=UTC))
    write_dispatch_ticket(path, late, SHANGHAI)
    assert "2026-11-22 13:30 – 2026-11-23 01:00" in cells(lines_on_pages(path)[0])
    write_dispatch_ticket(path, replace(TICKET, planned_until_at=None), SHANGHAI)
    assert "2026-11-22 13:30" in cells(lines_on_pages(path)[0])


def cells(lines: list[str]) -> list[str]:
    """Lines of the page, those of neighbouring cells taken apart (the text of a row is read as one line)."""
    return [cell.strip() for line in lines for cell in line.split("  ")]


def test_words_of_the_paper_are_in_the_language_shown_when_it_is_made(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_dispatch_ticket(path, TICKET, SHANGHAI)
    assert "Dispatch ticket" in "\n".join(lines_on_pages(path)[0])

    class Chinese(gettext.NullTranslations):
        def gettext(self, message: str) -> str:
            chinese = {
                "Dispatch ticket": "派工单",
                "Dispatch ticket {number}": "派工单 {number}",
                "Engineer's signature": "工程师签字",
            }
            return chinese.get(message, message)

    monkeypatch.setattr(translation, "_catalogue", Chinese())
    write_dispatch_ticket(path, TICKET, SHANGHAI)
    text = "\n".join(lines_on_pages(path)[0])
    assert "派工单" in text
    assert "工程师签字" in text
    assert "Dispatch ticket" not in text
    with opened(path) as document:
        assert document.get_metadata_value("Title") == "派工单 W26-004711"


def test_a_ticket_without_an_asset_leaves_its_boxes_blank(path: Path) -> None:
    bare = TicketFacts(
        number="W26-P7KQ04",
        issued_by="",
        customer="",
        department="",
        reported_by="",
        phone="",
        asset_code="",
        asset_kind="",
        place="",
        priority="",
        engineer="",
        description="",
    )
    write_dispatch_ticket(path, bare, SHANGHAI)
    assert codes_on_pages(path, 203) == [["W26-P7KQ04"]]
    [lines] = lines_on_pages(path)
    assert "Planned for" in "\n".join(lines)


def test_a_long_description_goes_on_on_further_pages_and_loses_nothing(path: Path) -> None:
    description = "".join(f"第{number}句：请先检查内存插槽，再检查显卡。" for number in range(140))
    write_dispatch_ticket(path, replace(TICKET, description=description), SHANGHAI)
    pages = lines_on_pages(path)
    last_lines = ["Continued on page 2", "Continued on page 3", "Page 3 of 3"]
    parts = [
        lines[lines.index("Description of the fault") + 1 : lines.index(last)]
        for lines, last in zip(pages, last_lines, strict=True)
    ]
    assert "".join(line for part in parts for line in part) == description
    assert codes_on_pages(path, 203) == [["W26-004711", "KJC-COM-1234"]] * 3


def test_a_somewhat_long_description_shrinks_before_it_takes_a_second_page(path: Path) -> None:
    write_dispatch_ticket(path, replace(TICKET, description="请先检查内存插槽，再检查显卡。" * 16), SHANGHAI)
    assert len(lines_on_pages(path)) == 1


def test_a_value_too_long_for_its_box_is_refused_by_the_name_on_the_paper(path: Path) -> None:
    with pytest.raises(Trouble) as raised:
        write_dispatch_ticket(path, replace(TICKET, place="行政楼 " * 30), SHANGHAI)
    assert (raised.value.code, raised.value.params["field"]) == ("text_does_not_fit", "Place")
    assert not path.exists()


def test_the_paper_is_a5_reproducible_and_carries_its_fonts(tmp_path: Path) -> None:
    once, again = tmp_path / "once.pdf", tmp_path / "again.pdf"
    write_dispatch_ticket(once, TICKET, SHANGHAI)
    write_dispatch_ticket(again, TICKET, SHANGHAI)
    assert once.read_bytes() == again.read_bytes()
    assert fonts_in(once) == {"NotoSansSC-Regular-GBK": True, "NotoSansSC-Bold-GB2312": True}
    assert b"Helvetica" not in once.read_bytes()
    with opened(once) as document:
        assert [round(side / 72 * 25.4, 2) for side in document[0].get_size()] == [210, 148]
        assert document.get_metadata_value("Author") == "科技处信息技术服务中心"


def test_what_no_font_has_is_marked_and_told_in_one_line(path: Path) -> None:
    write_dispatch_ticket(path, replace(TICKET, description="屏幕 \U0001f600", place="381 \U0001f600"), SHANGHAI)
    text = "".join("".join(lines_on_pages(path)[0]).split())
    assert "屏幕〓" in text
    assert "381〓" in text
    assert text.count("〓standsforcharactersthatnofontherehas:U+1F600GRINNINGFACE.") == 1
