from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from app.checklists.commands import WriteChecklist
from app.checklists.presets import preset_checklists
from app.checklists.rules import ItemAnswer
from app.documents.report_queries import service_report_facts
from app.documents.service_report import PauseFacts, ServiceReportFacts
from app.files.intake import attaching, take_in
from app.files.vault import Vault
from app.foundation.errors import Rejection
from app.foundation.ids import new_id
from app.foundation.translation import Language
from app.workorders.checklist_commands import AnswerItem
from app.workorders.checklist_tables import OrderChecklist
from app.workorders.commands import AddNote
from app.workorders.part_commands import UsePart
from app.workorders.report_commands import SignReport
from app.workorders.rules import OrderKind, PauseReason
from app.workorders.rules.parts import PartUnit
from app.workorders.visit_commands import (
    ArriveOnSite,
    PauseWork,
    RejectVisit,
    ResolveVisit,
    RestoreService,
    SetOut,
    StartWork,
)
from tests.fakes import A_MONDAY_MORNING
from tests.workspaces import KEY, OWNER_ID, Workspace


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "files", KEY)


@pytest.fixture
def customer_id(workspace: Workspace) -> str:
    return workspace.add_customer("师范大学")


@pytest.fixture
def order_id(workspace: Workspace, customer_id: str) -> str:
    asset_id = workspace.add_asset(customer_id, existing_code="KJC-COM-1234", place="Room 3")
    return workspace.add_order(
        customer_id, "No picture", asset_id=asset_id, caller_name="欧阳慧敏", caller_phone="4103"
    )


def facts(workspace: Workspace, vault: Vault, order_id: str) -> ServiceReportFacts:
    with workspace.store.read() as reader:
        return service_report_facts(reader, vault, order_id, issued_by="", now=workspace.clock.now())


def attach(workspace: Workspace, vault: Vault, order_id: str, customer_id: str, name: str) -> str:
    """Attach a picture; returns its digest."""
    content = io.BytesIO()
    Image.new("RGB", (400, 200), name).save(content, "PNG")
    taken = take_in(vault, io.BytesIO(content.getvalue()), f"{name}.png")
    workspace.run(attaching(taken, new_id(), customer_id, "work_orders", order_id))
    return taken.digest


def at(minutes: int) -> object:
    return A_MONDAY_MORNING + timedelta(minutes=minutes)


def test_a_report_is_gathered_from_what_happened(workspace: Workspace, vault: Vault, order_id: str) -> None:
    visit_id = workspace.assign(order_id, OWNER_ID)
    for command in (
        SetOut(visit_id=visit_id),
        ArriveOnSite(visit_id=visit_id),
        StartWork(visit_id=visit_id),
        PauseWork(visit_id=visit_id, reason=PauseReason.PARTS, note="From the store"),
        StartWork(visit_id=visit_id),
        RestoreService(visit_id=visit_id, note="With a spare screen"),
        AddNote(order_id=order_id, text="Not for the customer"),
        ResolveVisit(visit_id=visit_id, resolution="New cable"),
    ):
        workspace.clock.advance(minutes=10)
        workspace.run(command)
    found = facts(workspace, vault, order_id)
    assert (found.customer, found.caller, found.phone) == ("师范大学", "欧阳慧敏", "4103")
    assert (found.asset, found.place) == ("KJC-COM-1234 · Front desk PC", "Room 3")
    assert found.resolution == "With a spare screen\nNew cable"
    (visit,) = found.visits
    assert visit.steps == (
        ("Set out", at(10)),
        ("Arrived", at(20)),
        ("Work started", at(30)),
        ("Service restored", at(60)),
        ("Resolved", at(80)),
    )
    assert (visit.engineer, visit.travel, visit.work) == ("王芳", "0:10", "0:40")
    assert found.pauses == (PauseFacts("Waiting for parts · From the store", at(40), at(50)),)  # type: ignore[arg-type]
    assert found.signature is None
    assert "Not for the customer" not in repr(found)


def test_parts_and_checklists_are_told_in_the_customer_s_language(workspace: Workspace, vault: Vault) -> None:
    customer_id = workspace.add_customer("Statens servicesenter", language=Language.NORWEGIAN)
    order_id = workspace.add_order(customer_id, kind=OrderKind.SWAP)
    visit_id = workspace.assign(order_id, OWNER_ID)
    (swap,) = (preset for preset in preset_checklists() if preset.kinds == ("swap",))
    own = WriteChecklist(id="own", template_id="own", name="Sol", items="* Skjerm\nRom [°C ..28]\nTak\nDør")
    workspace.run(swap, own, StartWork(visit_id=visit_id))
    (checklist,) = workspace.all(OrderChecklist, version_id="own")
    for place, answer, reading, note in (
        (1, ItemAnswer.DONE, "", ""),
        (2, ItemAnswer.DONE, "31,5", "Vifte"),
        (3, ItemAnswer.NOT_APPLICABLE, "", "Kjeller"),
    ):
        given = AnswerItem(checklist_id=checklist.id, place=place, answer=answer, reading=reading, note=note)
        workspace.run(given)
    workspace.run(
        UsePart(id="part", visit_id=visit_id, description="Kabel", quantity_thousandths=2_500, unit=PartUnit.METRE)
    )
    found = facts(workspace, vault, order_id)
    assert (found.kind, found.language) == ("Bytte", Language.NORWEGIAN)
    assert found.parts == (("2.5 m", "Kabel", "Vårt eget lager"),)
    lists = {each.name: each.points for each in found.checklists}
    assert set(lists) == {"Bytte av skadd enhet", "Sol"}
    assert lists["Bytte av skadd enhet"][0] == ("□", "Brukerens filer er sikret fra den gamle enheten", "")
    assert lists["Sol"] == (
        ("✓", "Skjerm", "王芳"),
        ("✓", "Rom", "31.5 °C (≤ 28 °C) · Vifte · 王芳"),
        ("–", "Tak", "Ikke aktuelt · Kjeller · 王芳"),
        ("□", "Dør", ""),
    )


def test_who_never_went_has_no_visit_on_it_and_the_times_of_all_are_added(
    workspace: Workspace, vault: Vault, order_id: str
) -> None:
    zhang = workspace.add_person("张三")
    workspace.run(RejectVisit(visit_id=workspace.assign(order_id, zhang), reason="Ill"), by=zhang)
    first = workspace.assign(order_id, zhang)
    workspace.run(StartWork(visit_id=first), by=zhang)
    workspace.clock.advance(minutes=20)
    workspace.run(PauseWork(visit_id=first, reason=PauseReason.OTHER), by=zhang)
    second = workspace.assign(order_id, OWNER_ID)
    workspace.run(StartWork(visit_id=second))
    workspace.clock.advance(minutes=15)
    found = facts(workspace, vault, order_id)
    assert [visit.engineer for visit in found.visits] == ["张三", "王芳"]
    assert found.work == "0:35"


def test_photos_are_shown_and_the_last_signature_stands_apart(
    workspace: Workspace, vault: Vault, order_id: str, customer_id: str
) -> None:
    visit_id = workspace.assign(order_id, OWNER_ID)
    workspace.run(StartWork(visit_id=visit_id))
    attach(workspace, vault, order_id, customer_id, "red")
    for color, signer in (("gray", "Zhao"), ("white", "Li")):
        digest = attach(workspace, vault, order_id, customer_id, color)
        workspace.run(SignReport(visit_id=visit_id, signer=signer, digest=digest))
    found = facts(workspace, vault, order_id)
    assert [name for _content, name in found.photos] == ["red.png"]
    assert found.photos[0][0].startswith(b"\xff\xd8")
    assert found.signature is not None
    assert (found.signature.signer, found.signature.at) == ("Li", workspace.clock.now())
    assert (found.signature.picture or b"").startswith(b"\x89PNG")
    vault.let_go(digest)
    later = facts(workspace, vault, order_id).signature
    assert later is not None
    assert later.picture is None


def test_there_is_none_of_an_order_that_is_not_here(workspace: Workspace, vault: Vault) -> None:
    with pytest.raises(Rejection):
        facts(workspace, vault, "unknown")
