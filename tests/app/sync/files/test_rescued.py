"""Photos of a laptop whose workspace was damaged and put together again: none is forgotten, none is swept away."""

from __future__ import annotations

from app.bootstrap import open_workspace
from app.foundation.home import Home
from app.rescue import rescue
from tests.app.safekeeping.mishaps import scribble_over
from tests.app.sync.files.conftest import Desk


def rescued(desk: Desk) -> Desk:
    """The same desk after its database was nothing but noise."""
    home: Home = desk.laptop.workspace.home
    desk.laptop.close()
    scribble_over(home.database, 0, home.database.stat().st_size)
    rescue(home, desk.headquarters.clock)
    return desk.on(desk.headquarters.laptop(open_workspace(home, desk.headquarters.clock)))


def test_a_photo_that_the_server_has_heard_of_but_not_got_is_sent_after_a_rescue(desk: Desk) -> None:
    digest = desk.attach(b"a photo of the server room")
    desk.laptop.synchronise()
    assert desk.held_by_server(digest) == b""
    again = rescued(desk)
    desk.headquarters.clock.advance(days=40)
    assert again.laptop.files.synchronise()  # before anything was pulled: nothing is known of the photo here
    again.synchronise()
    again.synchronise()
    assert again.held_by_server(digest) == b"a photo of the server room"


def test_a_photo_whose_command_waits_is_sent_after_a_rescue(desk: Desk) -> None:
    digest = desk.attach(b"a photo of the rack")
    again = rescued(desk)
    desk.headquarters.clock.advance(days=2)
    again.synchronise()
    again.synchronise()
    assert again.held_by_server(digest) == b"a photo of the rack"
