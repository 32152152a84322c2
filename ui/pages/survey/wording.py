"""What is said of what was heard on the walk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.foundation.translation import _
from ui.widgets.notice_banner import Notice
from ui.widgets.tones import Tone

if TYPE_CHECKING:
    from app.assets.surveying import Heard


def heard_notice(heard: Heard) -> Notice:
    """The notice about something that is no new device."""
    from app.assets.surveying import HeardKind

    if heard.kind is HeardKind.LABEL:
        sentence = _("Label {code} is for this device. Scan or type its serial number.")
        unknown = _("{code} was not reserved here: the device is taken to carry it already.")
        advice = "" if heard.label else unknown.format(code=heard.barcode.code)
        return Notice(Tone.INFO, sentence.format(code=heard.barcode.code), advice)
    if heard.asset is not None:
        named = {"code": heard.asset.code, "name": heard.asset.name, "place": heard.asset.place or "—"}
        if heard.kind is HeardKind.STICKS:
            return Notice(Tone.OK, _("{code} sticks on its device.").format(code=heard.asset.code))
        return Notice(Tone.WARN, _("{code} is in the register already: {name}, {place}.").format(**named))
    return Notice(
        Tone.WARN,
        _("{text} is the number of an article (EAN, UPC), no serial number.").format(text=heard.barcode.text),
        _("Scan the code next to S/N."),
    )
