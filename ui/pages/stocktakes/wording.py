"""Words and tones of stocktakes."""

from __future__ import annotations

from app.foundation.translation import N_, _
from app.stocktakes.findings import FoundDevice, Listing
from app.stocktakes.rules import DECISION_NAMES, FINDING_NAMES, STOCKTAKE_STATE_NAMES, StocktakeState
from app.stocktakes.scanning import Answer
from app.stocktakes.wording import ANSWER_TITLES
from ui.widgets.painting import ChipText
from ui.widgets.tones import Tone

ANSWER_LOOKS = {
    Answer.HERE: (Tone.OK, "circle-check"),
    Answer.ELSEWHERE: (Tone.WARN, "map-pin"),
    Answer.BESIDES: (Tone.INFO, "plus"),
    Answer.GONE: (Tone.BREACH, "triangle-alert"),
    Answer.UNKNOWN: (Tone.BREACH, "search"),
    Answer.NOTED: (Tone.INFO, "check"),
    Answer.AGAIN: (Tone.IDLE, "history"),
    Answer.FOREIGN: (Tone.BREACH, "ban"),
    Answer.AMBIGUOUS: (Tone.WARN, "users"),
    Answer.ROOM: (Tone.INFO, "building-2"),
}
"""Tone and icon of each; the word stands beside them."""

LISTING_NAMES = {
    Listing.MISSING: N_("Missing"),
    Listing.ELSEWHERE: N_("Elsewhere"),
    Listing.GONE: N_("Retired or lost"),
    Listing.BESIDES: N_("Extra"),
    Listing.HERE: N_("In place"),
}

_STATE_TONES = {
    StocktakeState.OPEN: Tone.INFO,
    StocktakeState.ENDED: Tone.OK,
    StocktakeState.CANCELLED: Tone.IDLE,
}


def state_chip(state: StocktakeState) -> ChipText:
    """How a stocktake stands."""
    return ChipText(_(STOCKTAKE_STATE_NAMES[state]), _STATE_TONES[state])


def result_chip(device: FoundDevice) -> ChipText:
    """What became of a device: what was decided, or else how it was found; in a blind one only that it was scanned."""
    if device.decided is not None:
        return ChipText(_(DECISION_NAMES[device.decided]), Tone.IDLE)
    if device.finding is not None:
        return ChipText(_(FINDING_NAMES[device.finding]), *ANSWER_LOOKS[Answer(device.finding)])
    if device.at is not None:
        return ChipText(_(ANSWER_TITLES[Answer.NOTED]), *ANSWER_LOOKS[Answer.NOTED])
    return ChipText(_(LISTING_NAMES[Listing.MISSING]), Tone.WARN, "search")
