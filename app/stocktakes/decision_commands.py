"""What is decided about what a stocktake found, and about what it did not find."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from msgspec import Meta

from app.accounts.rules import Permission
from app.assets.edit_commands import EditAsset
from app.assets.rules import AssetState, next_states, normal_code
from app.assets.tables import Asset
from app.foundation.errors import Rejection
from app.foundation.ids import derive_id
from app.foundation.texts import ShortText
from app.foundation.translation import N_, _, ngettext
from app.stocktakes.commands import customer_of_stocktake
from app.stocktakes.queries import unknown_scans
from app.stocktakes.rules import DecisionKind, StocktakeState
from app.stocktakes.tables import Stocktake, StocktakeDecision, StocktakeScan
from app.storage.commands import Context, handles
from app.storage.edits import edit_of
from app.storage.units import Reader, UnitOfWork

MOST_AT_ONCE = 500
"""So many devices one command decides about."""
_NOTE = N_("Stocktake of {name} ({reference})")


@dataclass(frozen=True, slots=True)
class UnknownFound:
    """Announced: what was scanned in a stocktake and is not known is to be registered; a text and a place each."""

    stocktake: Stocktake
    title: str
    found: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideFindings:
    """Say what is to become of these devices, or of these texts by which no device is known.

    What is done to a device is a command of its own, given together with this one (`deciding`). The note of what is
    to be registered is what the work order is called (`asking_to_register`).
    """

    stocktake_id: str
    kind: DecisionKind
    asset_ids: Annotated[tuple[str, ...], Meta(max_length=MOST_AT_ONCE)] = ()
    texts: Annotated[tuple[Annotated[str, Meta(max_length=500)], ...], Meta(max_length=MOST_AT_ONCE)] = ()
    note: ShortText = ""


@handles("stocktakes.decide", DecideFindings, permission=Permission.REGISTER_ASSETS, customer_of=customer_of_stocktake)
def decide_findings(unit: UnitOfWork, command: DecideFindings, context: Context) -> None:
    """What is to be registered is asked for once, whoever asks first."""
    stocktake = unit.require(Stocktake, command.stocktake_id)
    if stocktake.state is StocktakeState.CANCELLED:
        raise Rejection("stocktake_cancelled")
    for asset_id in dict.fromkeys(command.asset_ids):
        unit.require(Asset, asset_id, customer_id=stocktake.customer_id)
        _decide(unit, context, command, stocktake, asset_id=asset_id)
    texts = dict.fromkeys(command.texts)
    if command.kind is DecisionKind.TO_REGISTER:
        texts = _not_asked_for(unit, stocktake, texts)
    for text in texts:
        _decide(unit, context, command, stocktake, text=text)
    if command.kind is DecisionKind.TO_REGISTER and texts:
        places = {normal_code(scan.text): scan.place for scan in unknown_scans(unit, stocktake)}
        found = tuple((text, places.get(normal_code(text), "")) for text in texts)
        unit.announce(UnknownFound(stocktake, command.note or stocktake.name, found))


def _not_asked_for(unit: Reader, stocktake: Stocktake, texts: dict[str, None]) -> dict[str, None]:
    asked = {
        normal_code(decision.text)
        for decision in unit.having(StocktakeDecision, stocktake_id=stocktake.id, asset_id=None)
        if decision.kind is DecisionKind.TO_REGISTER
    }
    return {text: None for text in texts if normal_code(text) not in asked}


def _decide(
    unit: UnitOfWork,
    context: Context,
    command: DecideFindings,
    stocktake: Stocktake,
    *,
    asset_id: str = "",
    text: str = "",
) -> None:
    unit.put(
        StocktakeDecision(
            id=derive_id("stocktake_decision", context.command_id, asset_id, text),
            customer_id=stocktake.customer_id,
            stocktake_id=stocktake.id,
            asset_id=asset_id or None,
            text=text,
            kind=command.kind,
            note=command.note,
            at=context.at,
            actor_id=context.actor_id,
        )
    )


def asking_to_register(stocktake: Stocktake, texts: tuple[str, ...]) -> DecideFindings:
    """Let somebody register what nobody knows: one work order for all of it, called so in the language shown now."""
    count = len(texts)
    title = ngettext(
        "Register {count} device found in the stocktake “{name}”",
        "Register {count} devices found in the stocktake “{name}”",
        count,
    )
    note = title.format(count=count, name=stocktake.name)
    return DecideFindings(stocktake_id=stocktake.id, kind=DecisionKind.TO_REGISTER, texts=texts, note=note)


def deciding(
    reader: Reader, stocktake: Stocktake, asset_ids: tuple[str, ...], kind: DecisionKind, on: date, note: str = ""
) -> list[object]:
    """The commands by which this is decided and done to devices; one that cannot be put into that state is left out.

    `on` is the day in the place of the devices. The history of each tells which stocktake it was.
    """
    told = _(_NOTE).format(name=stocktake.name, reference=stocktake.reference)
    told = f"{told}: {note}" if note else told
    found = reader.get_all(Asset, asset_ids)
    decided: list[str] = []
    edits: list[object] = []
    for asset in (found[asset_id] for asset_id in asset_ids if asset_id in found):
        wanted = _wanted(reader, stocktake, asset, kind)
        if wanted is None:
            continue
        decided.append(asset.id)
        edit = edit_of(EditAsset, asset, **wanted)
        if edit.wanted:
            edits.append(EditAsset(id=edit.id, seen=edit.seen, wanted=edit.wanted, happened_on=on, note=told))
    starts = range(0, len(decided), MOST_AT_ONCE)
    pieces = (tuple(decided[start : start + MOST_AT_ONCE]) for start in starts)
    return [
        *(DecideFindings(stocktake_id=stocktake.id, kind=kind, asset_ids=piece, note=note) for piece in pieces),
        *edits,
    ]


def _wanted(reader: Reader, stocktake: Stocktake, asset: Asset, kind: DecisionKind) -> dict[str, object] | None:
    """What the register is to say of a device from now on; None where that cannot be."""
    match kind:
        case DecisionKind.LOST | DecisionKind.RETIRED | DecisionKind.PUT_BACK:
            states = _STATES[kind]
            possible = [state for state in states if state in next_states(asset.state)]
            return {"state": possible[0]} if possible else None
        case DecisionKind.MOVED:
            scans = reader.having(StocktakeScan, "at", "id", stocktake_id=stocktake.id, asset_id=asset.id)
            return moved_there(stocktake, scans[-1].site_id, scans[-1].place) if scans else None
    return {}


def moved_there(stocktake: Stocktake, site_id: str | None, place: str) -> dict[str, object]:
    """What a device that was found there is to say: the room, and the department where the stocktake is of one."""
    there: dict[str, object] = {"site_id": site_id, "place": place, "department_id": stocktake.department_id}
    return {name: value for name, value in there.items() if value}


_STATES = {
    DecisionKind.LOST: (AssetState.LOST,),
    DecisionKind.RETIRED: (AssetState.RETIRED,),
    DecisionKind.PUT_BACK: (AssetState.IN_USE, AssetState.IN_STOCK),
}
