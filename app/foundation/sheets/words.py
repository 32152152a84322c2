"""An import's preview in words, in the language shown now: for the window and for the command line alike."""

from __future__ import annotations

from app.foundation.sentences import sentence_for
from app.foundation.sheets.amounts import DecimalMark
from app.foundation.sheets.columns import ColumnForm
from app.foundation.sheets.dates import DateOrder
from app.foundation.sheets.preview import PreviewRow, Verdict
from app.foundation.sheets.rows import CellChange
from app.foundation.sheets.sheet import SheetFormat, Understanding
from app.foundation.translation import N_, _, ngettext

VERDICT_NAMES = {
    Verdict.NEW: N_("New here"),
    Verdict.CHANGED: N_("To be changed"),
    Verdict.ALREADY_HERE: N_("Already here"),
    Verdict.REFUSED: N_("Refused"),
}
DATE_ORDER_NAMES = {
    DateOrder.DAY_FIRST: N_("day first"),
    DateOrder.MONTH_FIRST: N_("month first"),
    DateOrder.UNCLEAR: N_("day or month first?"),
    DateOrder.NOT_NEEDED: "",
}
DECIMAL_MARK_NAMES = {
    DecimalMark.POINT: N_("decimal point"),
    DecimalMark.COMMA: N_("decimal comma"),
    DecimalMark.UNCLEAR: N_("decimal point or comma?"),
}

_SEPARATORS = {
    ",": N_("separated by commas"),
    ";": N_("separated by semicolons"),
    "\t": N_("separated by tabs"),
    "|": N_("separated by vertical bars"),
    "": N_("one column"),
}
_LONGEST_CHANGE = 80


def file_words(understood: Understanding) -> list[str]:
    """How a file was read, one thing after the other."""
    words = ["Excel" if understood.format is SheetFormat.XLSX else "CSV"]
    if understood.encoding:
        words += [understood.encoding, _(_SEPARATORS[understood.separator])]
    if understood.worksheet:
        words.append(_("worksheet “{name}”").format(name=understood.worksheet))
    if understood.other_worksheets:
        names = ", ".join(understood.other_worksheets)
        words.append(_("other worksheets left out: {names}").format(names=names))
    if count := len(understood.title_lines):
        left_out = ngettext("{count} line above the header left out", "{count} lines above the header left out", count)
        words.append(left_out.format(count=count))
    if understood.named_otherwise:
        words.append(_("not what its name says"))
    return words


def form_words(form: ColumnForm | None) -> str:
    """How the dates or amounts of a column are read; empty where nothing has to be said."""
    if form is None:
        return ""
    name = DATE_ORDER_NAMES[form] if isinstance(form, DateOrder) else DECIMAL_MARK_NAMES[form]
    return _(name) if name else ""


def remarks(row: PreviewRow) -> str:
    """Why a row is refused, or else what was not taken over letter by letter."""
    if row.problems:
        return " ".join(sentence_for(problem.code, problem.params) for problem in row.problems)
    told = [f"{_(update.label)}: {_shown(update.before)} → {_shown(update.after)}" for update in row.updates]
    return " ".join(["; ".join(told)] * bool(told) + [_change_words(each) for each in row.changes if each.after])


def _shown(value: str) -> str:
    return _shortened(value) or "—"


def _change_words(change: CellChange) -> str:
    text = _("“{column}” is read as “{text}”.") if change.before else _("“{column}” is empty: “{text}” stands in.")
    return text.format(column=change.column, text=_shortened(change.after))


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_CHANGE else line[:_LONGEST_CHANGE] + "…"
