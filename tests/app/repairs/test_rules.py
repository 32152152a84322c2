from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.errors import Rejection
from app.repairs.rules import RepairEventKind, RepairState, check_cost, repair_after, replay

OUT, AT_MAKER, BACK = RepairState.OUT, RepairState.AT_MAKER, RepairState.BACK
SENT, ARRIVED, TAKEN = RepairEventKind.SENT_OUT, RepairEventKind.ARRIVED, RepairEventKind.TAKEN_BACK

AFTER = {
    (None, SENT): OUT,
    (OUT, ARRIVED): AT_MAKER,
    (OUT, TAKEN): BACK,
    (AT_MAKER, TAKEN): BACK,
}


@pytest.mark.parametrize("state", [None, *RepairState])
@pytest.mark.parametrize("event", list(RepairEventKind))
def test_the_way_of_a_repair(state: RepairState | None, event: RepairEventKind) -> None:
    if (state, event) in AFTER:
        assert repair_after(state, event) is AFTER[state, event]
    else:
        with pytest.raises(Rejection, match="repair_state_wrong"):
            repair_after(state, event)


@given(st.lists(st.sampled_from(list(RepairEventKind))))
def test_a_repair_begins_by_sending_out_and_ends_by_taking_back(events: list[RepairEventKind]) -> None:
    try:
        state = replay(events)
    except Rejection:
        return
    assert (state is None) is (events == [])
    assert events[:1] in ([], [SENT])
    assert events.count(SENT) <= 1
    assert (state is BACK) is (TAKEN in events)
    assert TAKEN not in events[:-1]


def test_an_amount_needs_a_currency() -> None:
    check_cost(None, "")
    check_cost(0, "CNY")
    with pytest.raises(Rejection, match="currency_missing"):
        check_cost(0, "")
