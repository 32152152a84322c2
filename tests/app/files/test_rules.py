from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.files.rules import (
    KEPT_UNUSED,
    LARGEST_FILE,
    LARGEST_PHOTO,
    Content,
    Held,
    Whereabouts,
    check_description,
    clean_name,
    content_named,
    may_be_removed,
    may_leave,
    media_type_of,
    pause_after,
    whereabouts,
)
from app.foundation.errors import Rejection

NOW = datetime(2026, 11, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given_name", "content", "cleaned"),
    [
        ("机房照片.JPG", Content.JPEG, "机房照片.jpg"),
        ("scan.tif", Content.TIFF, "scan.tif"),
        (r"C:\Users\li\Desktop\报价 单.pdf", Content.PDF, "报价 单.pdf"),
        ("../../etc/passwd", Content.TEXT, "passwd.txt"),
        ("start.bat", Content.TEXT, "start.bat.txt"),
        ("invoice\u202efdp.exe", Content.PDF, "invoicefdp.exe.pdf"),
        ("a\x00b\nc\t.png", Content.PNG, "ab c.png"),
        ("  ...  ", Content.PNG, "file.png"),
        ("", Content.PDF, "file.pdf"),
        ("CON.txt", Content.TEXT, "_CON.txt"),
        ('what? "why" <who>|.txt', Content.TEXT, "what_ _why_ _who__.txt"),
        ("名" * 300 + ".jpg", Content.JPEG, "名" * 120 + ".jpg"),
        ("report.docm", Content.ZIP, "report.docm.zip"),
        ("e\u0301tage.png", Content.PNG, "\u00e9tage.png"),
        ("trailing. .pdf", Content.PDF, "trailing.pdf"),
    ],
)
def test_names_are_cleaned_and_stay_readable(given_name: str, content: Content, cleaned: str) -> None:
    assert clean_name(given_name, content) == cleaned


@given(st.text(), st.sampled_from(Content))
def test_a_clean_name_is_clean_for_good_and_says_what_the_file_is(name: str, content: Content) -> None:
    cleaned = clean_name(name, content)
    assert clean_name(cleaned, content) == cleaned
    assert content_named(cleaned) is content
    assert not set(cleaned) & set('/\\:*?"<>|\0\n\u202e\u200f')
    check_description(cleaned, media_type_of(cleaned), 1)


@pytest.mark.parametrize(
    ("name", "media_type", "size", "code"),
    [
        ("a.jpg", "image/jpeg", LARGEST_PHOTO + 1, "attachment_too_large"),
        ("a.mp4", "video/mp4", LARGEST_FILE + 1, "attachment_too_large"),
        ("a.txt", "text/plain", 0, "attachment_empty"),
        ("a.exe", "application/pdf", 1, "attachment_described_wrong"),
        ("a.pdf", "image/jpeg", 1, "attachment_described_wrong"),
        ("../a.pdf", "application/pdf", 1, "attachment_described_wrong"),
        ("a\u202e.pdf", "application/pdf", 1, "attachment_described_wrong"),
    ],
)
def test_what_no_program_of_ours_would_say_is_refused(name: str, media_type: str, size: int, code: str) -> None:
    with pytest.raises(Rejection, match=code):
        check_description(name, media_type, size)


@pytest.mark.parametrize(
    ("held", "received", "moved", "parked", "expected"),
    [
        (True, False, None, False, Whereabouts.ONLY_HERE),
        (True, False, 0, False, Whereabouts.ONLY_HERE),
        (True, False, 10, False, Whereabouts.UPLOADING),
        (True, False, 10, True, Whereabouts.PARKED),
        (True, True, None, False, Whereabouts.HERE_AND_THERE),
        (True, True, 10, True, Whereabouts.HERE_AND_THERE),
        (False, True, None, False, Whereabouts.ON_SERVER),
        (False, True, 5, False, Whereabouts.DOWNLOADING),
        (False, True, 5, True, Whereabouts.ON_SERVER),
        (False, False, None, False, Whereabouts.NOT_THERE_YET),
        (False, False, 0, False, Whereabouts.NOT_THERE_YET),
    ],
)
def test_where_a_content_is(held: bool, received: bool, moved: int | None, parked: bool, expected: Whereabouts) -> None:
    assert whereabouts(held=held, received=received, moved=moved, parked=parked) is expected


contents = st.lists(
    st.builds(
        Held,
        digest=st.text("abcdef", min_size=8, max_size=8),
        size=st.integers(1, 1000),
        used_at=st.integers(0, 400).map(lambda days: NOW - timedelta(days=days)),
        on_server=st.booleans(),
    ),
    unique_by=lambda one: one.digest,
)


@given(contents, st.integers(0, 5000))
def test_a_laptop_lets_go_only_of_what_the_server_has_the_longest_unused_first(held: list[Held], room: int) -> None:
    leaving = set(may_leave(held, NOW, room))
    staying = [one for one in held if one.digest not in leaving]
    assert all(one.on_server for one in held if one.digest in leaving)
    assert sum(one.size for one in staying if one.on_server) <= room
    assert all(one.used_at >= NOW - KEPT_UNUSED for one in staying if one.on_server)
    oldest_staying = min((one.used_at for one in staying if one.on_server), default=NOW)
    assert all(one.used_at <= oldest_staying for one in held if one.digest in leaving)


def test_while_there_is_room_what_was_used_lately_stays() -> None:
    held = [Held("a", 10, NOW - timedelta(days=89), True), Held("b", 10, NOW - timedelta(days=91), True)]
    assert may_leave(held, NOW, 100) == ["b"]


def test_a_content_is_needed_until_all_its_files_were_withdrawn_long_ago() -> None:
    lately, long_ago = NOW - timedelta(days=29), NOW - timedelta(days=31)
    assert may_be_removed([long_ago, long_ago], NOW)
    assert not may_be_removed([long_ago, lately], NOW)
    assert not may_be_removed([long_ago, None], NOW)


def test_pauses_grow_up_to_an_hour() -> None:
    pauses = [pause_after(failures) for failures in range(1, 9)]
    assert pauses == sorted(pauses)
    assert pauses[0] == timedelta(seconds=15)
    assert pauses[-1] == timedelta(hours=1)
