"""What is scanned on the walk, judged at once."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.assets.rules import normal_code
from app.assets.scanned import devices_scanned
from app.assets.tables import Asset
from app.directory.queries import names_of
from app.directory.tables import Customer, Department, Site
from app.foundation.errors import Rejection
from app.stocktakes.commands import ScanForStocktake, judge_device
from app.stocktakes.queries import Room, rooms_of, sees_expected, unknown_scans
from app.stocktakes.rules import Finding, Spot, StocktakeState, normal_place
from app.stocktakes.tables import Stocktake, StocktakeScan
from app.storage.units import Reader


class Answer(StrEnum):
    """What whoever scans is told."""

    HERE = "here"
    ELSEWHERE = "elsewhere"
    BESIDES = "besides"
    GONE = "gone"
    UNKNOWN = "unknown"
    NOTED = "noted"
    """In a blind stocktake: that it was scanned, and no more."""
    AGAIN = "again"
    """It was scanned in this room before; it counts once."""
    FOREIGN = "foreign"
    """It is another customer's, whom this workspace may know."""
    AMBIGUOUS = "ambiguous"
    """Several devices of the customer are known by it."""
    ROOM = "room"
    """It is no device but the name of a room, which is chosen."""


AS_EXPECTED = frozenset({Answer.HERE, Answer.NOTED, Answer.AGAIN, Answer.ROOM})
"""Nobody needs to look at it again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What was scanned, and what to do about it: the command, unless nothing is to be written down.

    `registered` says where the register has the device, `by` who scanned it before; `others` are the devices that may
    be meant. In a blind stocktake nothing stands there that would tell what is expected.
    """

    answer: Answer
    text: str
    asset: Asset | None = None
    registered: str = ""
    by: str = ""
    customer: str = ""
    room: Room | None = None
    others: tuple[Asset, ...] = ()
    command: ScanForStocktake | None = None
    may_move: bool = False
    """Whether the register says something else than where it was found."""


def judge_scan(reader: Reader, stocktake_id: str, text: str, here: Spot, asset_id: str = "") -> Judged:
    """What was scanned here; `asset_id` is the device that a person has chosen of several.

    :raises Rejection: ``stocktake_over`` where that is known here
    """
    stocktake = reader.require(Stocktake, stocktake_id)
    if stocktake.state is not StocktakeState.OPEN:
        raise Rejection("stocktake_over")
    found = devices_scanned(reader, text)
    ours = [asset for asset in found if asset.customer_id == stocktake.customer_id]
    if asset_id:
        ours = [asset for asset in ours if asset.id == asset_id]
    if len(ours) > 1:
        return Judged(answer=Answer.AMBIGUOUS, text=text, others=tuple(ours))
    if ours:
        return _judge(reader, stocktake, ours[0], text, here)
    if found:
        customer = reader.get(Customer, found[0].customer_id)
        return Judged(answer=Answer.FOREIGN, text=text, customer=customer.name if customer else "")
    room = _room_called(reader, stocktake, text)
    if room is not None:
        return Judged(answer=Answer.ROOM, text=text, room=room)
    command = ScanForStocktake(stocktake_id=stocktake.id, text=text, site_id=here.site_id, place=here.place)
    before = [scan for scan in unknown_scans(reader, stocktake) if normal_code(scan.text) == normal_code(text)]
    if before:
        return Judged(answer=Answer.AGAIN, text=text, by=_names(reader, before))
    return Judged(answer=Answer.UNKNOWN, text=text, command=command)


def _judge(reader: Reader, stocktake: Stocktake, asset: Asset, text: str, here: Spot) -> Judged:
    finding = judge_device(reader, stocktake, asset, here)
    scans = reader.having(StocktakeScan, "at", "id", stocktake_id=stocktake.id, asset_id=asset.id)
    same_room = [
        scan for scan in scans if scan.site_id == here.site_id and normal_place(scan.place) == normal_place(here.place)
    ]
    sees = sees_expected(reader, stocktake)
    registered = Spot(asset.site_id, asset.place, asset.department_id)
    command = ScanForStocktake(
        stocktake_id=stocktake.id, text=text, asset_id=asset.id, site_id=here.site_id, place=here.place
    )
    return Judged(
        answer=Answer.AGAIN if same_room else Answer(finding) if sees else Answer.NOTED,
        text=text,
        asset=asset,
        registered=_told_spot(reader, registered) if sees else "",
        by=_names(reader, scans),
        command=None if same_room else command,
        may_move=sees and finding is not Finding.GONE and registered.lacks(here),
    )


def _told_spot(reader: Reader, spot: Spot) -> str:
    """Where something is, in words: department, site, room."""
    department = reader.get(Department, spot.department_id) if spot.department_id else None
    site = reader.get(Site, spot.site_id) if spot.site_id else None
    told = (department.name if department else "", site.name if site else "", spot.place)
    return " · ".join(filter(None, told))


def _room_called(reader: Reader, stocktake: Stocktake, text: str) -> Room | None:
    """The one room that is called so: labels on doors are scanned, too."""
    wanted = normal_place(text)
    rooms = [room for room in rooms_of(reader, stocktake) if room.place and normal_place(room.place) == wanted]
    return rooms[0] if len(rooms) == 1 else None


def _names(reader: Reader, scans: list[StocktakeScan]) -> str:
    names = names_of(reader, {scan.actor_id for scan in scans})
    return ", ".join(dict.fromkeys(names.get(scan.actor_id, "…") for scan in scans))
