"""The page on which a caller rates how his order was done: plain HTML, in his language, without a script or a cookie.

Looking at it changes nothing, since programs look at links in mails, too. Who sends the form needs nothing but the
secret in the address, so no other page can send it in his name; and nothing of it is told to other pages or kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from http import HTTPStatus
from urllib.parse import parse_qs

from fastapi import FastAPI, Request, Response

from app.foundation.errors import Rejection, Trouble
from app.foundation.translation import Language, text_in
from app.messages.wording import RATING_PAGE
from app.server.authority import Server
from app.server.limits import Pace
from app.server.replies import Body
from app.storage.commands import disclose
from app.storage.units import Reader
from app.workorders.rules import Grade
from app.workorders.tables import RatingLink, WorkOrder

_LOOKS_A_SECOND = 0.5
_LOOKS_AT_ONCE = 30.0
"""Of one address: many callers may sit behind it."""
_LARGEST_FORM = 64 * 1024
_TOKEN = re.compile(r"[\w-]{1,100}", re.ASCII)
_SCORES = range(11)

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


def add_rating_routes(application: FastAPI, server: Server) -> None:
    """Serve the page, and take what is sent from it."""
    pace = Pace(a_second=_LOOKS_A_SECOND, at_once=_LOOKS_AT_ONCE)

    @application.get("/rate/{token}")
    def look(request: Request, token: str) -> Response:
        return _unless_too_often(request, pace) or _looked(server, token)

    @application.post("/rate/{token}")
    def rate(request: Request, token: str, body: Body) -> Response:
        return _unless_too_often(request, pace) or _rated(server, token, body)


def _unless_too_often(request: Request, pace: Pace) -> Response | None:
    try:
        pace.request(request.client.host if request.client else "")
    except Trouble:
        return _said("later", Language.ENGLISH, HTTPStatus.TOO_MANY_REQUESTS)
    return None


def _looked(server: Server, token: str) -> Response:
    found = _open_link(server, token)
    if found is None:
        return _said("gone", _language(server, token), HTTPStatus.NOT_FOUND)
    link, order = found
    return _page(link.language, _form(link.language, order), HTTPStatus.OK)


def _rated(server: Server, token: str, body: bytes) -> Response:
    found = _open_link(server, token)
    if found is None:
        return _said("gone", _language(server, token), HTTPStatus.NOT_FOUND)
    link, order = found
    try:
        server.run(disclose("workorders.rate", {"order_id": order.id, "token": token, **_entered(body)})[1])
    except Rejection as rejection:
        if rejection.code == "rating_link_used":  # by another one at this moment
            return _said("gone", link.language, HTTPStatus.NOT_FOUND)
        return _page(link.language, _form(link.language, order, "incomplete"), HTTPStatus.BAD_REQUEST)
    return _said("thanks", link.language, HTTPStatus.OK)


def _open_link(server: Server, token: str) -> tuple[RatingLink, WorkOrder] | None:
    with server.store.read() as reader:
        link = _link(reader, token)
        order = reader.get(WorkOrder, link.order_id) if link and link.used_at is None else None
    return (link, order) if link and order else None


def _link(reader: Reader, token: str) -> RatingLink | None:
    """The link of this secret; whatever strangers write into the address, no database gets it."""
    return reader.get(RatingLink, token) if _TOKEN.fullmatch(token) else None


def _language(server: Server, token: str) -> Language:
    with server.store.read() as reader:
        link = _link(reader, token)
    return link.language if link else Language.ENGLISH


def _entered(body: bytes) -> dict[str, object]:
    """What stands in the form, for `disclose` to judge; what is no form of ours is an empty one."""
    if len(body) > _LARGEST_FORM:
        return {}
    try:
        fields = parse_qs(body.decode("ascii"), errors="strict", max_num_fields=10)
    except ValueError:  # no form at all, or half a character
        return {}
    grade, score, comment = (fields.get(name, [""])[0] for name in ("grade", "recommends", "comment"))
    given: dict[str, object] = {"grade": grade, "comment": comment}
    return given | ({"recommends": int(score)} if score in map(str, _SCORES) else {})


def _form(language: Language, order: WorkOrder, said: str = "") -> str:
    words = _words(language, {"number": order.number, "title": order.title})
    grades = "".join(
        f'<p><label><input type="radio" name="grade" value="{grade}" required> {words[grade]}</label></p>'
        for grade in Grade
    )
    scores = "".join(f"<option>{score}</option>" for score in _SCORES)
    hint = f'<p role="alert"><strong>{words[said]}</strong></p>' if said else ""
    return (
        f"<h1>{words['title']}</h1><p>{words['order']}</p>{hint}"
        f'<form method="post"><fieldset><legend>{words["grade"]}</legend>{grades}</fieldset>'
        f'<p><label>{words["recommends"]}<br><select name="recommends"><option value="">{words["no_answer"]}</option>'
        f"{scores}</select></label></p>"
        f'<p><label>{words["comment"]}<br><textarea name="comment" rows="5" cols="60" maxlength="2000"></textarea>'
        f'</label></p><p><button type="submit">{words["send"]}</button></p></form>'
    )


def _said(key: str, language: Language, status: HTTPStatus) -> Response:
    return _page(language, f"<p>{_words(language, {})[key]}</p>", status)


def _words(language: Language, values: Mapping[str, str]) -> dict[str, str]:
    """The texts of the page, ready to stand in it."""
    texts = {key: text_in(language, text) for key, text in RATING_PAGE.items()}
    texts["order"] = texts["order"].format(**{"number": "", "title": "", **values})
    return {key: escape(text) for key, text in texts.items()}


def _page(language: Language, content: str, status: HTTPStatus) -> Response:
    title = escape(text_in(language, RATING_PAGE["title"]))
    page = (
        f'<!DOCTYPE html><html lang="{language.replace("_", "-")}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title></head><body>{content}</body></html>'
    )
    return Response(page, status, _HEADERS, "text/html")
