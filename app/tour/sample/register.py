"""The devices of `register.csv`, read as any other customer's register would be."""

from __future__ import annotations

from app.assets.imports import ASSETS
from app.directory.imports import ImportChoices
from app.foundation.sheets.columns import suggest_mapping
from app.foundation.sheets.preview import open_table, understand
from app.storage.units import Reader
from app.tour.sample.files import REGISTER


def register_commands(reader: Reader, customer_id: str) -> tuple[object, ...]:
    """What puts the whole register into the workspace, as this customer's."""
    sheet = open_table(REGISTER)
    table = understand(sheet, suggest_mapping(sheet, ASSETS.fields), ASSETS.fields)
    choices = ImportChoices(customer_id)
    return ASSETS.judge(table, ASSETS.look_up(reader, table, choices), choices).commands
