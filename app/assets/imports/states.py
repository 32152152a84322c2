"""The words that registers have for the states of devices, in both languages, Snipe-IT's among them."""

from __future__ import annotations

from app.assets.rules import AssetState, next_states
from app.assets.tables import Asset
from app.foundation.sentences import declare
from app.foundation.sheets.rows import RowProblem
from app.foundation.translation import N_

_WORDS: dict[AssetState, tuple[str, ...]] = {
    AssetState.IN_USE: ("In use", "在用", "Deployed", "Assigned", "Active", "使用中", "使用", "正常"),
    AssetState.IN_STOCK: (
        *("In stock", "库存", "Ready to Deploy", "Deployable", "Pending", "Available", "Spare"),
        *("在库", "备用", "闲置", "待用"),
    ),
    AssetState.IN_REPAIR: (
        *("In repair", "送修中", "Out for Repair", "Out for Diagnostics"),
        *("维修中", "在修", "送修", "返修"),
    ),
    AssetState.ON_LOAN: ("On loan", "借出", "Loaned", "Lent", "外借"),
    AssetState.RETIRED: (
        *("Retired", "已报废", "Archived", "Undeployable", "Broken - Not Fixable", "Disposed", "Scrapped"),
        *("报废", "停用", "退役", "已退役", "注销"),
    ),
    AssetState.LOST: ("Lost", "丢失", "Lost/Stolen", "Stolen", "Missing", "遗失", "已丢失"),
}
"""The first two are what a state is called in English and in Chinese."""
_BY_WORD = {word.casefold(): state for state, words in _WORDS.items() for word in (*words, state.value)}


def state_of(text: str) -> AssetState | None:
    """The state that a word means, if it means one."""
    return _BY_WORD.get(text.casefold())


def state_word(state: AssetState, beside: str) -> str:
    """What a state is called in the language of the word `beside` it."""
    english, chinese = _WORDS[state][:2]
    return english if beside.isascii() else chinese


def first_state(text: str) -> AssetState:
    """The state of a new device: in use where nothing is said. Into repair only a repair leads, so it lies in stock."""
    state = state_of(text) or AssetState.IN_USE
    return AssetState.IN_STOCK if state is AssetState.IN_REPAIR else state


def state_problems(text: str, column: str, known: Asset | None) -> list[RowProblem]:
    """What is wrong with the word for a state, of a new device or for one that is `known`."""
    state = state_of(text)
    if text and state is None:
        return [RowProblem("state_unknown", column, text)]
    if known is not None and state is not None and state not in {known.state, *next_states(known.state)}:
        return [RowProblem("state_not_next", column, text, others=(known.code, state_word(known.state, text)))]
    return []


declare(
    {
        "state_unknown": N_(
            "“{value}” in “{column}” is no state of a device. Write in use, in stock, on loan, retired or lost."
        ),
        "state_not_next": N_(
            "{first} is “{second}” here, and cannot be made “{value}” by an import. Leave the cell empty, or change it "
            "in the window."
        ),
    }
)
