"""`paigong service-report` writes the report of an order, or says why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.bootstrap import create_workspace
from app.cli.main import run
from app.directory.commands import AddCustomer
from app.foundation.home import Home
from app.workorders.commands import LogOrder
from app.workorders.tables import WorkOrder
from tests.app.documents.reading import codes_on_pages, lines_on_pages
from tests.fakes import FakeClock


def test_a_report_is_written_in_the_language_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home, out = Home(tmp_path / "home"), tmp_path / "report.pdf"
    workspace = create_workspace(home, "Li", FakeClock())
    workspace.runner.run(
        AddCustomer(id="c", name="第一人民医院"), LogOrder(id="o", customer_id="c", title="打印机卡纸")
    )
    with workspace.store.read() as reader:
        number = reader.require(WorkOrder, "o").number
    workspace.close()
    command = ["service-report", number, "--out", str(out), "--issuer", "Desk"]
    assert run(command, home, "zh_CN") == 0
    assert capsys.readouterr().out == f"{out}\n"
    assert codes_on_pages(out, 300) == [[number]]
    text = "\n".join(lines_on_pages(out)[0])
    assert all(words in text for words in ("服务报告", "第一人民医院", "打印机卡纸", "Desk"))
    assert run(["service-report", "W26-999999", "--out", str(out)], home, "en") == 1
    assert "There is no W26-999999" in capsys.readouterr().err
