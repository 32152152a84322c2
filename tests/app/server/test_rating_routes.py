"""The page by which a caller rates, over real HTTP."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from app.bootstrap import open_server
from app.directory.commands import AddCustomer, AddPerson
from app.directory.rules import PersonKind
from app.foundation.home import Home
from app.foundation.translation import Language
from app.messages.settings import MailServer, MessageSettings
from app.messages.tables import OutgoingMessage
from app.storage.schema import RowT
from app.storage.units import Reader
from app.workorders.commands import CloseOrder, LogOrder
from app.workorders.desk_commands import ReopenOrder, ResolveOrder
from app.workorders.rules import EventKind, Grade, RatingWay
from app.workorders.tables import OrderEvent, Rating, RatingLink
from tests.app.sync.conftest import Headquarters
from tests.fakes import FakeClock

PUBLIC = "https://desk.example.org"
LINK = re.compile(PUBLIC + r"(/rate/[\w-]{43})")


@dataclass
class Desk:
    headquarters: Headquarters

    def run(self, *commands: object) -> None:
        self.headquarters.server.run(*commands)

    def all(self, row_type: type[RowT]) -> list[RowT]:
        with self.headquarters.server.store.read() as reader:
            return reader.find(row_type)

    def solve(self, order_id: str = "o", caller_id: str = "kay", title: str = "Skriveren <b>står</b>") -> str:
        """Log and solve an order; the path of the link that its caller was sent, or empty."""
        self.run(LogOrder(id=order_id, customer_id="c", title=title, caller_id=caller_id))
        self.run(ResolveOrder(order_id=order_id, resolution="Ny valse"))
        return self.link(order_id)

    def link(self, order_id: str = "o") -> str:
        texts = [message.text for message in self.all(OutgoingMessage) if message.order_id == order_id]
        return next((found[1] for text in texts if (found := LINK.search(text))), "")

    def get(self, path: str) -> requests.Response:
        return requests.get(self.headquarters.url + path, timeout=30)

    def post(self, path: str, **form: str) -> requests.Response:
        return requests.post(self.headquarters.url + path, data=form, timeout=30)


@pytest.fixture
def desk(tmp_path: Path, clock: FakeClock) -> Iterator[Desk]:
    settings = MessageSettings(
        address="desk@service.example",
        service="Service desk",
        public_url=PUBLIC + "/",
        smtp=MailServer(host="smtp.service.example"),
    )
    made = Headquarters(open_server(Home(tmp_path / "server"), "", clock, messages=settings), tmp_path, clock)
    made.server.run(
        AddCustomer(id="c", name="Northvale", language=Language.NORWEGIAN),
        AddPerson(id="kay", name="Kay", kind=PersonKind.CONTACT, customer_id="c", email="kay@northvale.example"),
        AddPerson(id="zhang", name="张三", kind=PersonKind.ENGINEER, email="zhang@service.example"),
    )
    yield Desk(made)
    made.close()


def test_a_caller_rates_once_in_his_language(desk: Desk) -> None:
    path = desk.solve()
    page = desk.get(path)
    assert page.status_code == 200
    assert "Hvordan gjorde vi det?" in page.text
    assert "&lt;b&gt;står&lt;/b&gt;" in page.text
    assert "<b>" not in page.text
    thanks = desk.post(path, grade="very_good", recommends="9", comment="Raskt\r\n<script>")
    assert (thanks.status_code, "Takk" in thanks.text) == (200, True)
    (rating,) = desk.all(Rating)
    assert (rating.grade, rating.recommends, rating.way) == (Grade.VERY_GOOD, 9, RatingWay.LINK)
    assert rating.comment == "Raskt\n<script>"
    (event,) = (event for event in desk.all(OrderEvent) if event.kind is EventKind.RATED)
    assert event.facts == {"grade": "very_good", "recommends": "9", "way": "link"}
    again = desk.post(path, grade="poor")
    assert again.status_code == desk.get(path).status_code == 404
    assert desk.all(Rating) == [rating]


def test_looking_changes_nothing_however_often(desk: Desk) -> None:
    path = desk.solve()
    for _look in range(3):
        assert desk.get(path).status_code == 200
    assert desk.all(Rating) == []
    assert desk.all(RatingLink)[0].used_at is None


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"grade": "superb"},
        {"grade": "good", "comment": "x" * 2001},
        {"grade": "good", "comment": "x" * 70_000},
        {"grade": "good", "comment": "a\x00b"},
        {str(at): "x" for at in range(20)},
    ],
)
def test_what_is_not_complete_is_asked_for_again(desk: Desk, form: dict[str, str]) -> None:
    path = desk.solve()
    assert desk.post(path, **form).status_code == 400
    assert desk.all(Rating) == []
    assert desk.post(path, grade="good").status_code == 200


def test_no_page_shows_it_keeps_it_or_is_told_its_address(desk: Desk) -> None:
    headers = desk.get(desk.solve()).headers
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize("token", ["x", "x" * 5000, "%00", "a%00b", "..%2f..", "%F0%9F%98%80"])
def test_a_guess_finds_nothing_and_what_is_no_secret_reaches_no_database(
    desk: Desk, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    get = Reader.get

    def get_guesses(reader: Reader, row_type: type[RowT], row_id: str) -> RowT | None:
        assert row_type is not RatingLink or row_id == "x"
        return get(reader, row_type, row_id)

    monkeypatch.setattr(Reader, "get", get_guesses)
    assert desk.get(f"/rate/{token}").status_code == 404
    assert desk.post(f"/rate/{token}", grade="good").status_code == 404


def test_whoever_guesses_fast_is_slowed_down(desk: Desk) -> None:
    answers = [desk.get("/rate/guess").status_code for _guess in range(40)]
    assert answers[0] == 404
    assert answers[-1] == 429


def test_our_own_people_get_no_link(desk: Desk) -> None:
    desk.run(AddPerson(id="alias", name="Z", kind=PersonKind.CONTACT, customer_id="c", email="zhang@service.example"))
    assert desk.solve("a", caller_id="alias") == ""
    assert desk.solve("b") != ""


def test_one_link_serves_until_it_is_used_and_none_is_sent_after_that(desk: Desk) -> None:
    path = desk.solve()
    desk.run(CloseOrder(order_id="o"))
    assert len(desk.all(RatingLink)) == 1
    desk.post(path, grade="good")
    desk.run(ReopenOrder(order_id="o", reason="Again"), ResolveOrder(order_id="o", resolution="Ny valse"))
    assert len(desk.all(RatingLink)) == 1
    assert sum(LINK.search(message.text) is not None for message in desk.all(OutgoingMessage)) == 2
