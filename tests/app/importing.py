"""Short ways to import in tests, from a file or from a table written down in the test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.directory.imports import ImportChoices, ImportKind, Matching
from app.foundation.ids import new_id
from app.foundation.sheets.columns import suggest_mapping
from app.foundation.sheets.preview import ImportPreview, PreviewRow, Verdict, open_table, understand
from tests.app.foundation.sheets.writing import Table, sheet_of
from tests.workspaces import Workspace


def preview_of(
    workspace: Workspace,
    kind: ImportKind[Any],
    source: Path | Table,
    customer_id: str = "",
    *,
    keep_codes: bool = False,
    matching: Matching = Matching.ADD_ONLY,
) -> ImportPreview:
    """What an import would do, with the mapping that the columns' names suggest."""
    sheet = open_table(source) if isinstance(source, Path) else sheet_of(source)
    table = understand(sheet, suggest_mapping(sheet, kind.fields), kind.fields)
    choices = ImportChoices(customer_id, keep_codes, matching, new_id())
    with workspace.store.read() as reader:
        known = kind.look_up(reader, table, choices)
    return kind.judge(table, known, choices)


def import_all(
    workspace: Workspace,
    kind: ImportKind[Any],
    source: Path | Table,
    customer_id: str = "",
    *,
    keep_codes: bool = False,
    matching: Matching = Matching.ADD_ONLY,
) -> ImportPreview:
    """Import what is new; the answer is the preview that was carried out."""
    preview = preview_of(workspace, kind, source, customer_id, keep_codes=keep_codes, matching=matching)
    workspace.run(*preview.commands)
    return preview


def verdicts(preview: ImportPreview) -> list[str]:
    """The rows' verdicts, from the top."""
    return [row.verdict.value for row in preview.rows]


def problem_codes(row: PreviewRow) -> list[str]:
    assert bool(row.problems) == (row.verdict is Verdict.REFUSED)
    return [problem.code for problem in row.problems]
