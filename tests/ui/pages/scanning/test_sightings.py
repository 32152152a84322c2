"""Which codes of a camera's frames count."""

from __future__ import annotations

from ui.pages.scanning.sightings import Sightings


def test_a_code_counts_in_the_second_frame_and_again_only_when_it_was_out_of_sight() -> None:
    sightings = Sightings()
    assert sightings.take(["A"], 0.0) == ()
    assert sightings.take(["A", "B"], 0.1) == ("A",)
    sightings.tell(["A"], 0.1)
    assert sightings.take(["A", "B"], 0.2) == ("B",)
    for tenth in range(3, 30):
        assert "A" not in sightings.take(["A"], tenth / 10)
    assert sightings.take([], 3.5) == ()
    assert sightings.take(["A"], 4.6) == ()
    assert sightings.take(["A"], 4.7) == ("A",)


def test_a_line_that_is_misread_once_never_counts() -> None:
    sightings = Sightings()
    assert [sightings.take([text], at) for at, text in enumerate("ABACAD")] == [()] * 6
