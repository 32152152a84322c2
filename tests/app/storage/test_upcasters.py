"""A command that an older or a newer program has made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

import app.storage.commands
from app.foundation.errors import Rejection
from app.foundation.sentences import declared_codes
from app.storage.commands import Context, disclose, handles, upcaster
from app.storage.units import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Paint:
    """Paint a device; version 1 said `color`, version 2 `colour`, version 3 in capitals."""

    asset_id: str
    colour: str


@pytest.fixture(autouse=True)
def paint(monkeypatch: pytest.MonkeyPatch) -> None:
    for registry in ("_BY_NAME", "_BY_TYPE", "_UPCASTERS"):
        monkeypatch.setattr(app.storage.commands, registry, dict(getattr(app.storage.commands, registry)))

    @handles("tests.paint", Paint, permission="tests.paint", version=3)
    def _paint(unit: UnitOfWork, command: Paint, context: Context) -> None:
        """Do nothing."""

    @upcaster("tests.paint", from_version=1)
    def _spelled(body: dict[str, Any]) -> dict[str, Any]:
        body["colour"] = body.pop("color")
        return body

    @upcaster("tests.paint", from_version=2)
    def _loud(body: dict[str, Any]) -> dict[str, Any]:
        return {**body, "colour": body["colour"].upper()}


@pytest.mark.parametrize(
    ("version", "body"),
    [
        (1, {"asset_id": "a", "color": "red"}),
        (2, {"asset_id": "a", "colour": "red"}),
        (3, {"asset_id": "a", "colour": "RED"}),
        (None, {"asset_id": "a", "colour": "RED"}),
    ],
)
def test_a_body_of_an_older_version_is_read_as_it_was_meant(version: int | None, body: dict[str, Any]) -> None:
    kept = dict(body)
    assert disclose("tests.paint", body, version)[1] == Paint(asset_id="a", colour="RED")
    assert body == kept, "what was kept stays as it was"


def test_a_version_that_nobody_can_lift_any_more_is_too_old(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(app.storage.commands._UPCASTERS, ("tests.paint", 1))
    with pytest.raises(Rejection, match="command_too_old"):
        disclose("tests.paint", {"asset_id": "a", "color": "red"}, 1)
    assert disclose("tests.paint", {"asset_id": "a", "colour": "red"}, 2)


def test_one_of_a_newer_program_is_too_new() -> None:
    with pytest.raises(Rejection, match="command_too_new"):
        disclose("tests.paint", {"asset_id": "a", "hue": 17}, 4)
    assert {"command_too_new", "command_too_old"} <= declared_codes()


@pytest.mark.parametrize(
    ("version", "body"),
    [(1, {"asset_id": "a"}), (2, {"asset_id": "a", "colour": 7}), (2, {}), (1, {"asset_id": "..\n", "color": "red"})],
)
def test_a_body_that_is_not_even_what_its_version_made_is_malformed(version: int, body: dict[str, Any]) -> None:
    with pytest.raises(Rejection, match="command_malformed"):
        disclose("tests.paint", body, version)
