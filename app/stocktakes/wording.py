"""What whoever scans is told, in words; the window and the command line say the same."""

from __future__ import annotations

from app.foundation.translation import N_, _
from app.stocktakes.scanning import Answer, Judged

ANSWER_TITLES = {
    Answer.HERE: N_("Expected here"),
    Answer.ELSEWHERE: N_("Registered elsewhere"),
    Answer.BESIDES: N_("Not on the list"),
    Answer.GONE: N_("Retired or lost, and here it is"),
    Answer.UNKNOWN: N_("Unknown"),
    Answer.NOTED: N_("Noted"),
    Answer.AGAIN: N_("Scanned before"),
    Answer.FOREIGN: N_("Another customer's"),
    Answer.AMBIGUOUS: N_("Several devices"),
    Answer.ROOM: N_("Room"),
}
"""The word for each, to be read from afar."""


_DETAILS = {
    Answer.ELSEWHERE: N_("{device}. The register has it in {place}."),
    Answer.AGAIN: N_("{device}. Scanned by {people}; it counts once."),
    Answer.UNKNOWN: N_("No device of the customer is known as {text}."),
    Answer.FOREIGN: N_("{text} belongs to {customer}; it is not counted here."),
    Answer.AMBIGUOUS: N_("{text} may be {codes}. Scan the label with our code."),
    Answer.ROOM: N_("You are in {room}."),
}


def answer_detail(judged: Judged) -> str:
    """What else is to be said: which device, where the register has it, who scanned it before."""
    device = f"{judged.asset.code} {judged.asset.name}" if judged.asset else judged.text
    if judged.answer not in _DETAILS:
        return device
    return _(_DETAILS[judged.answer]).format(
        device=device,
        text=judged.text,
        place=judged.registered or "—",
        people=judged.by,
        customer=judged.customer,
        codes=", ".join(asset.code for asset in judged.others),
        room=judged.room.name if judged.room else "",
    )


def answer_text(judged: Judged) -> str:
    """All of it in one line."""
    return _("{name}: {text}").format(name=_(ANSWER_TITLES[judged.answer]), text=answer_detail(judged))
