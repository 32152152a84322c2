"""What labels are printed on: what we ship, what people have made, and older versions that labels were printed by."""

from __future__ import annotations

from app.foundation.translation import _
from app.labels.rules.designs import DESIGNS, Design
from app.labels.rules.sheets import SHEETS, Sheet
from ui.widgets.fields import ChoiceField

Medium = Design | Sheet


class MediumField(ChoiceField):
    """Its value is the code of a roll or a sheet; of an older version, the name that was written down."""

    def __init__(self) -> None:
        super().__init__()
        self._media: dict[str, Medium] = {}
        self.show_media((*DESIGNS, *SHEETS))

    @property
    def chosen(self) -> Medium:
        """The roll or the sheet."""
        return self._media[self.value()]

    @property
    def own_designs(self) -> tuple[Design, ...]:
        """The newest versions of what people have designed."""
        newest = (one for code, one in self._media.items() if code == one.code)
        return tuple(one for one in newest if isinstance(one, Design) and one.version)

    def show_media(self, media: tuple[Medium, ...]) -> None:
        """Offer these; of several versions the first is the newest. What is wanted is chosen once it is offered."""
        wanted = self._wanted
        self._media = {}
        for medium in media:
            self._media[medium.medium if medium.code in self._media else medium.code] = medium
        self.retranslate()
        self.set_value(wanted)

    def set_value(self, value: str) -> None:
        super().set_value(next((code for code, one in self._media.items() if value == one.medium), value))

    def retranslate(self) -> None:
        """Name what is offered in the language shown now."""
        self.set_choices(tuple((code, _called(code, medium)) for code, medium in self._media.items()))


def _called(code: str, medium: Medium) -> str:
    if not medium.version:
        return _(medium.name)
    older = _("{name}, version {number}, as it was printed before")
    return medium.name if code == medium.code else older.format(name=medium.name, number=medium.version)
