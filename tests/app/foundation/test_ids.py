from __future__ import annotations

import re
import uuid

from hypothesis import given
from hypothesis import strategies as st

from app.foundation.ids import derive_id, new_id

parts = st.lists(st.text(st.characters(exclude_characters="\x1f", codec="utf-8")), min_size=1, max_size=4)


def test_new_ids_are_uuids_of_version_seven_and_never_the_same() -> None:
    ids = [new_id() for _ in range(2000)]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch("[0-9a-f]{32}", one) for one in ids)
    assert {(uuid.UUID(one).version, uuid.UUID(one).variant) for one in ids} == {(7, uuid.RFC_4122)}


def test_ids_sort_by_the_time_they_were_made() -> None:
    ids = [new_id() for _ in range(2000)]
    milliseconds = [int(one[:12], 16) for one in ids]
    assert milliseconds == sorted(milliseconds)


@given(parts, parts)
def test_derived_ids_are_the_same_for_the_same_parts_alone(one: list[str], other: list[str]) -> None:
    assert (derive_id(*one) == derive_id(*other)) is (one == other)


def test_a_derived_id_never_changes_from_version_to_version() -> None:
    assert derive_id("cleaning_order", "plan", "1") == "e0fd2f0ff6695e70b8ff4582111c326a"
