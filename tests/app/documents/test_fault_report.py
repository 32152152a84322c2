from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.documents.fault_report import FaultReportFacts, Findings, fault_report, fault_report_title
from app.foundation.translation import Language
from tests.app.documents.reading import codes_on_pages, lines_on_pages

SHANGHAI = ZoneInfo("Asia/Shanghai")
REPORTED = datetime(2026, 11, 22, 1, 20, tzinfo=UTC)
FACTS = FaultReportFacts(
    language=Language.ENGLISH,
    number="W26-004711",
    issued_by="",
    customer="省人民检察院",
    caller="欧阳慧敏 010-6275 0000",
    asset="",
    system="统一业务应用系统",
    affected="Business processing",
    engineer="王喆",
    reported_at=REPORTED,
    restored_at=REPORTED + timedelta(hours=3),
    resolved_at=None,
    levels=((REPORTED, "Minor fault"), (REPORTED + timedelta(hours=2), "Severe fault")),
    timeline=((REPORTED, "Logged · 李晓明"), (REPORTED + timedelta(hours=3), "Service restored · Spare disk · 王喆")),
    clocks=("Report: Running, below 8:00, used 3:00",),
)
FINDINGS = Findings(
    fault="业务系统无法登录 <script>",
    cause_known=False,
    cause="存储控制器告警，日志已送厂商",
    temporary=True,
    fix="切换到备用存储",
    measures="增加每日检查",
    next_steps="厂商本周答复",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "report.pdf"


def text_of(path: Path) -> str:
    return "".join("\n".join(line for lines in lines_on_pages(path) for line in lines).split())


def test_every_section_says_what_it_is_about(path: Path) -> None:
    path.write_bytes(fault_report(FACTS, FINDINGS, SHANGHAI))
    text = text_of(path)
    sections = (
        "Description of the fault" + FINDINGS.fault,
        "Time line2026-11-22 09:20Logged · 李晓明2026-11-22 12:20Service restored · Spare disk · 王喆",
        "Level and how it rose2026-11-22 09:20Minor fault2026-11-22 11:20Severe fault",
        "CauseThe cause is not known yet." + FINDINGS.cause,
        "FixThis is a temporary fix." + FINDINGS.fix,
        "Measures" + FINDINGS.measures,
        "Next steps" + FINDINGS.next_steps,
        "Service levels" + FACTS.clocks[0],
        "Received by the customerName and date",
    )
    places = [text.find("".join(section.split())) for section in sections]
    assert -1 not in places, dict(zip(sections, places, strict=True))
    assert places == sorted(places)
    assert codes_on_pages(path, 300) == [["W26-004711"]]


def test_what_is_known_and_final_is_said_so(path: Path) -> None:
    path.write_bytes(fault_report(FACTS, replace(FINDINGS, cause_known=True, temporary=False), SHANGHAI))
    text = text_of(path)
    assert "Thecauseisknown." in text
    assert "Thisisthefinalfix." in text


@pytest.mark.parametrize(
    ("language", "title", "words"),
    [
        (
            Language.CHINESE,
            "W26-004711 故障处理及分析报告",
            ("故障处理及分析报告", "故障描述", "处理经过", "后续工作—"),
        ),
        (
            Language.NORWEGIAN,
            "W26-004711 Rapport om feilretting og analyse",
            ("Årsakenerikkekjentennå.", "Detteerenmidlertidigløsning.", "Mottattavkunden", "Nesteskritt—"),
        ),
    ],
)
def test_it_speaks_the_customers_language(path: Path, language: Language, title: str, words: tuple[str, ...]) -> None:
    facts = replace(FACTS, language=language)
    assert fault_report_title(facts) == title
    path.write_bytes(fault_report(facts, replace(FINDINGS, next_steps=""), SHANGHAI))
    text = text_of(path)
    assert all(word in text for word in words), text
