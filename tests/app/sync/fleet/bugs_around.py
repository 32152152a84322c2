"""Bugs around the heart of the protocol: in files, lost laptops, programs of different age, and merging."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

import app.accounts.devices
import app.bootstrap
import app.files.queries
import app.foundation.ids
import app.safekeeping.shredding
import app.storage.commands
import app.storage.edits
import app.storage.migration
import app.storage.outbox
import app.storage.rules
import app.storage.runner
import app.sync.files.laptop
import app.sync.files.server
import app.sync.laptop
import app.sync.leases.laptop
import app.sync.leases.server
import app.sync.pull.laptop
import app.sync.pull.server
import app.sync.push.laptop
import app.sync.push.server
import app.sync.rebase.laptop
import app.sync.stamps
import app.sync.window.laptop
import app.workorders.edit_commands
import app.workspace
from app.accounts.rules import DeviceState
from app.files.rules import Held
from app.storage.rules import Fate
from tests.app.sync.fleet.seeded import bug


@bug("a laptop lets go of a content before the server has it")
def _content_let_go(patch: pytest.MonkeyPatch) -> None:
    held_contents = app.files.queries.held_contents

    def held(*given: Any) -> list[Held]:
        return [replace(one, on_server=True, used_at=datetime.min.replace(tzinfo=UTC)) for one in held_contents(*given)]

    patch.setattr(app.sync.files.laptop, "held_contents", held)


@bug("a device that was revoked is let in", noticed_by=7)
def _revoked_welcome(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(app.accounts.devices, "_REFUSALS", {DeviceState.FENCED: "device_fenced"})


@bug("a laptop that was revoked keeps its keys", noticed_by=7)
def _keys_kept(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(app.safekeeping.shredding, "_destroy_keys", lambda *_given: None)


@bug("what an older program gave is read as if the present one had given it", noticed_by=2)
def _not_lifted(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(app.storage.commands, "_lifted", lambda _spec, body, _version: body)


@bug("a migration empties the outbox", noticed_by=2)
def _outbox_migrated_away(patch: pytest.MonkeyPatch) -> None:
    upgrade_within = app.storage.migration.upgrade_within

    def upgrade_and_empty(connection: sa.Connection, target: str) -> None:
        upgrade_within(connection, target)
        connection.exec_driver_sql("DELETE FROM outbox_entries")

    patch.setattr(app.storage.migration, "upgrade_within", upgrade_and_empty)


@bug("a workspace is migrated without a backup", noticed_by=2)
def _no_backup(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(app.workspace, "make_backup", lambda *_given: None)


@bug("a newer program goes on from where the older one was, which did not understand everything", noticed_by=26)
def _update_unnoticed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(app.sync.laptop, "notice_update", lambda _store: None)


@bug("whoever comes last is right", noticed_by=3)
def _last_is_right(patch: pytest.MonkeyPatch) -> None:
    fate = app.storage.rules.fate

    def always(*given: Any, **values: Any) -> Fate:
        met = fate(*given, **values)
        return Fate.WON if met in {Fate.YIELDED, Fate.ASKED} else met

    patch.setattr(app.storage.edits, "fate", always)
