"""Designs and sheets that people make: versions, names, who may, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.accounts.rules import PERMISSIONS, Permission, Role
from app.foundation.errors import PaigongError, Rejection
from app.foundation.ids import new_id
from app.foundation.sentences import sentence
from app.labels.commands import WriteLabelFormat
from app.labels.formats import formats, medium_named, offered_media
from app.labels.jobs import ON_SHEETS, LabelJob
from app.labels.judging import problems_of
from app.labels.pages import SheetUse, roll_pdf
from app.labels.rules.designs import DESIGNS, Design, LabelField
from app.labels.rules.sheets import SHEETS, Sheet
from app.labels.tables import LabelFormat
from tests.app.labels.test_own_designs import DEVICES, WHOLE
from tests.fakes import FakeClock
from tests.workspaces import Workspace, make_template, open_workspace

OWN_SHEET = Sheet(
    columns=3, rows=8, label_width=64, label_height=33.9, left=7, top=13, pitch_x=66, pitch_y=33.9, radius=2
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_template(tmp_path_factory.mktemp("template") / "workspace.db")


@pytest.fixture
def workspace(template: Path, tmp_path: Path) -> Iterator[Workspace]:
    opened = open_workspace(template, tmp_path / "workspace.db", FakeClock())
    yield opened
    opened.store.close()


def write(workspace: Workspace, name: str, medium: Design | Sheet, *, of: str = "", seen: int = 0) -> str:
    format_id = of or new_id()
    design, sheet = (medium, None) if isinstance(medium, Design) else (None, medium)
    workspace.run(
        WriteLabelFormat(id=new_id(), format_id=format_id, name=name, design=design, sheet=sheet, seen_number=seen)
    )
    return format_id


def test_a_design_is_chosen_by_its_name_and_its_older_versions_by_their_numbers(workspace: Workspace) -> None:
    laptops = write(workspace, "Laptops", WHOLE)
    write(workspace, "Laptops", replace(WHOLE, bordered=False), of=laptops, seen=1)
    with workspace.store.read() as reader:
        newest, first = medium_named(reader, "laptops"), medium_named(reader, "Laptops@1")
        assert [medium.medium for medium in offered_media(reader)][-1] == "Laptops@2"
        with pytest.raises(Rejection, match="label_medium_unknown"):
            medium_named(reader, "Laptops@3")
    assert newest == replace(WHOLE, code="Laptops", name="Laptops", version=2, bordered=False)
    assert first == replace(WHOLE, code="Laptops", name="Laptops", version=1)
    assert isinstance(first, Design)
    assert roll_pdf(first, DEVICES) == roll_pdf(WHOLE, DEVICES), "it looks as it did then"


def test_what_is_not_in_use_is_not_offered_but_its_versions_can_be_printed_again(workspace: Workspace) -> None:
    laptops = write(workspace, "Laptops", WHOLE)
    gone = WriteLabelFormat(id=new_id(), format_id=laptops, name="Laptops", design=WHOLE, in_use=False, seen_number=1)
    workspace.run(gone)
    with workspace.store.read() as reader:
        assert "Laptops" not in [medium.code for medium in offered_media(reader)]
        assert medium_named(reader, "Laptops@1").version == 1


def test_of_two_people_who_change_a_design_at_once_the_second_is_asked_to_look(workspace: Workspace) -> None:
    laptops = write(workspace, "Laptops", WHOLE)
    write(workspace, "Laptops", WHOLE, of=laptops, seen=1)
    with pytest.raises(Rejection, match="label_format_changed_meanwhile"):
        write(workspace, "Laptops", WHOLE, of=laptops, seen=1)
    with pytest.raises(Rejection, match="label_format_of_other_kind"):
        write(workspace, "Laptops", OWN_SHEET, of=laptops, seen=2)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "label_name_impossible"),
        (" Laptops", "label_name_impossible"),
        ("Laptops@2", "label_name_impossible"),
        ("L" * 25, "label_name_impossible"),
        ("l7160", "label_name_taken"),
        ("第三层", "label_name_taken"),
    ],
)
def test_a_name_means_one_thing(workspace: Workspace, name: str, code: str) -> None:
    write(workspace, "第三层", OWN_SHEET)
    with pytest.raises(Rejection, match=code):
        write(workspace, name, WHOLE)


@pytest.mark.parametrize(
    ("medium", "code"),
    [
        (replace(WHOLE, width=20.0), "label_size_impossible"),
        (replace(WHOLE, shown_facts=5, facts=tuple(LabelField)[:8], height=25.0), "label_too_many_lines"),
        (replace(WHOLE, symbol=9.0), "label_symbol_impossible"),
        (replace(WHOLE, symbol=1e308), "label_symbol_impossible"),
        (replace(WHOLE, company="派" * 60), "text_does_not_fit"),
        (replace(WHOLE, company="派" * 61), "label_line_too_long"),
        (replace(WHOLE, company="派" + " " * 60), "label_line_too_long"),
        (replace(WHOLE, logo=b"<svg/>"), "label_logo_unknown"),
        (replace(OWN_SHEET, columns=4), "label_sheet_off_page"),
        (replace(OWN_SHEET, pitch_y=30.0), "label_sheet_overlap"),
        (replace(OWN_SHEET, rows=0), "label_sheet_counts_impossible"),
        (replace(OWN_SHEET, page_width=9000.0), "label_page_impossible"),
        (replace(OWN_SHEET, radius=17.0), "label_corner_impossible"),
        (replace(OWN_SHEET, label_height=10.0, pitch_y=10.0), "label_size_impossible"),
    ],
)
def test_what_no_label_can_be_made_by_is_not_kept(workspace: Workspace, medium: Design | Sheet, code: str) -> None:
    with pytest.raises(PaigongError) as refused:
        write(workspace, "Impossible", medium)
    assert refused.value.code == code
    assert [problem.code for problem in problems_of(medium, DEVICES)] == [code]
    assert "{" not in sentence(refused.value)
    assert workspace.all(LabelFormat) == []


def test_one_design_or_one_sheet_is_written(workspace: Workspace) -> None:
    for both in ({}, {"design": WHOLE, "sheet": OWN_SHEET}):
        with pytest.raises(Rejection, match="label_format_missing"):
            workspace.run(WriteLabelFormat(id=new_id(), format_id=new_id(), name="Both", **both))  # type: ignore[arg-type]


def test_too_many_facts_are_told_how_many_there_is_room_for() -> None:
    [problem] = problems_of(replace(WHOLE, height=30.0, bordered=False), [])
    assert sentence(problem) == (
        "5 facts do not fit on a label of this size: there is room for 4. Show fewer, or make it larger."
    )
    assert problems_of(replace(WHOLE, height=30.0, bordered=False, shown_facts=4), []) == []


def test_devices_that_a_design_would_refuse_are_named() -> None:
    long = replace(DEVICES[0], code="KJC-COM-0007", known={LabelField.MODEL: "联想 " + "ThinkCentre " * 12})
    [problem] = problems_of(DESIGNS[0], [*DEVICES, long])
    assert "KJC-COM-0007" in sentence(problem)
    assert "ThinkCentre" in sentence(problem)


def test_what_was_printed_is_written_down_with_the_version_that_it_was_printed_by(workspace: Workspace) -> None:
    write(workspace, "科技处", WHOLE)
    write(workspace, "My sheet", OWN_SHEET)
    with workspace.store.read() as reader:
        design, sheet = medium_named(reader, "科技处"), medium_named(reader, "my sheet")
    assert isinstance(design, Design)
    assert isinstance(sheet, Sheet)
    assert LabelJob(design, DEVICES).medium == "科技处@1"
    assert LabelJob(design, DEVICES, SheetUse(sheet)).medium == "My sheet@1 科技处@1"
    assert LabelJob(ON_SHEETS, DEVICES, SheetUse(SHEETS[0])).medium == "L7160"


def test_a_format_of_a_newer_program_is_left_out(workspace: Workspace) -> None:
    write(workspace, "Laptops", WHOLE)
    [row] = workspace.all(LabelFormat)
    workspace.store.write(
        lambda unit: unit.put(replace(row, id="later", format_id="later", content='{"shape": "round"}'))
    )
    with workspace.store.read() as reader:
        assert len(formats(reader)) == 2
        assert len(offered_media(reader)) == len(DESIGNS) + len(SHEETS) + 1


def test_who_may_design_labels() -> None:
    holders = {role for role in Role if Permission.DESIGN_LABELS in PERMISSIONS[role]}
    assert holders == {Role.DISPATCHER, Role.OPERATIONS_MANAGER, Role.MANAGER, Role.ADMINISTRATOR}
