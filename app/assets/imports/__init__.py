"""Importing the register of a customer's devices, Snipe-IT's asset list among others.

A code of our form stays a device's code where it is unique within the customer; a tag of another form stays an alias,
and the importer chooses whether it is kept as the code or ours is given beside it (`domain.md` §2).
"""

from __future__ import annotations

from app.assets.imports.fields import ASSET_FIELDS
from app.assets.imports.judging import judge_assets
from app.assets.imports.known import known_register
from app.assets.tables import Asset
from app.directory.imports import ImportKind
from app.foundation.translation import N_

ASSETS = ImportKind(
    "assets",
    N_("Devices"),
    row_type=Asset,
    fields=ASSET_FIELDS,
    shown=(N_("Code"), N_("Device"), N_("Type"), N_("Department")),
    of_customer=True,
    look_up=known_register,
    judge=judge_assets,
    of_devices=True,
)
