"""What a contract covers, as the desk sees it while logging: covered, chargeable, or not covered, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.foundation.translation import N_


class Coverage(StrEnum):
    """Whether work is part of the contract."""

    COVERED = "covered"
    CHARGEABLE = "chargeable"
    NOT_COVERED = "not_covered"


class Because(StrEnum):
    """Why work is not simply covered."""

    NO_CONTRACT = "no_contract"
    KIND_EXCLUDED = "kind_excluded"
    KIND_CHARGEABLE = "kind_chargeable"
    DEVICE_NOT_LISTED = "device_not_listed"
    OUTSIDE_HOURS = "outside_hours"
    CHANNEL_NOT_AGREED = "channel_not_agreed"


COVERAGE_NAMES = {
    Coverage.COVERED: N_("Covered"),
    Coverage.CHARGEABLE: N_("Chargeable"),
    Coverage.NOT_COVERED: N_("Not covered"),
}
BECAUSE_NAMES = {
    Because.NO_CONTRACT: N_("No contract is in force."),
    Because.KIND_EXCLUDED: N_("The contract excludes this kind of work."),
    Because.KIND_CHARGEABLE: N_("The contract charges this kind of work."),
    Because.DEVICE_NOT_LISTED: N_("The device is not on the contract's list."),
    Because.OUTSIDE_HOURS: N_("It is outside of the contract's hours."),
    Because.CHANNEL_NOT_AGREED: N_("It did not come by an agreed way, so the service level does not count."),
}
_WORST = (Coverage.NOT_COVERED, Coverage.CHARGEABLE, Coverage.COVERED)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a contract in force says about what it covers. No agreed channels means all of them."""

    excluded_kinds: frozenset[str] = frozenset()
    chargeable_kinds: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    all_devices: bool = True
    outside_hours: Coverage = Coverage.CHARGEABLE


@dataclass(frozen=True, slots=True)
class Call:
    """What is being logged; `listed` and `in_hours` are asked of the contract's list and calendar."""

    kind: str
    channel: str
    has_device: bool
    listed: bool
    in_hours: bool


@dataclass(frozen=True, slots=True)
class Covered:
    """What a call is, and why it is not simply covered."""

    coverage: Coverage
    because: tuple[Because, ...] = ()


def coverage_of(call: Call, scope: Scope | None) -> Covered:
    """What a call is under a contract; None where none is in force (`domain.md` §3)."""
    if scope is None:
        return Covered(Coverage.NOT_COVERED, (Because.NO_CONTRACT,))
    found = list(_objections(call, scope))
    worst = min((coverage for coverage, _why in found), key=_WORST.index, default=Coverage.COVERED)
    return Covered(worst, tuple(why for _coverage, why in found))


def _objections(call: Call, scope: Scope) -> Iterator[tuple[Coverage, Because]]:
    if call.kind in scope.excluded_kinds:
        yield Coverage.NOT_COVERED, Because.KIND_EXCLUDED
    if call.kind in scope.chargeable_kinds:
        yield Coverage.CHARGEABLE, Because.KIND_CHARGEABLE
    if call.has_device and not (scope.all_devices or call.listed):
        yield Coverage.NOT_COVERED, Because.DEVICE_NOT_LISTED
    if not call.in_hours and scope.outside_hours is not Coverage.COVERED:
        yield scope.outside_hours, Because.OUTSIDE_HOURS
    if scope.channels and call.channel not in scope.channels:
        yield Coverage.COVERED, Because.CHANNEL_NOT_AGREED
