"""Designs as people make them: whatever they choose prints within its place and scans, or is refused by name."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents.fonts import Face, width_of
from app.documents.paper import Align, Area
from app.documents.text import MILLIMETRE
from app.foundation.errors import PaigongError, Trouble
from app.labels.checking import codes_in
from app.labels.dots import pages_in_dots
from app.labels.logos import logo_of
from app.labels.pages import SheetUse, roll_pdf, sheet_pdf
from app.labels.rules.designs import DESIGNS, OF_THE_DESIGN, Design, LabelField, Shape, Side
from app.labels.rules.sheets import SHEETS, Sheet
from app.labels.setting import LabelFacts, SetLabel, SetText, set_label
from tests.app.documents.reading import codes_on_pages, fonts_in, lines_on_pages
from tests.app.labels.pictures import emblem

FIELD = LabelField
LOGOS = (b"", logo_of(emblem()), logo_of(emblem(160, 160)), logo_of(emblem(160, 600)))
WHOLE = Design(
    name="Whole",
    width=70,
    height=50,
    heading=(FIELD.COMPANY,),
    facts=(FIELD.NAME, FIELD.MODEL, FIELD.USER, FIELD.WARRANTY_UNTIL, FIELD.HOTLINE),
    bold=(FIELD.HOTLINE,),
    shown_facts=5,
    bordered=True,
    company="吉林镕堃科技",
    hotline="0431-8888 0000",
    logo=LOGOS[1],
)
OWN = (
    WHOLE,
    replace(WHOLE, name="Named", named=True, margin=3.0, bordered=False, side=Side.RIGHT),
    replace(WHOLE, name="Square", width=50, height=40, logo=LOGOS[2], shown_facts=3, symbol=16.0),
    replace(WHOLE, name="Bare", width=60, height=40, heading=(), logo=b"", shown_facts=5),
    replace(WHOLE, name="Large", width=100, height=70, logo=LOGOS[3], named=True),
)
DEVICES = [
    LabelFacts(
        "KJC-COM-1234", {FIELD.NAME: "王喆 堃 镕", FIELD.MODEL: "联想 M930t", FIELD.WARRANTY_UNTIL: "2028-06-30"}
    ),
    LabelFacts("ICC-NET-0001", {FIELD.NAME: "Ærøskøbing æøå", FIELD.MODEL: "HP &lt;b&gt;", FIELD.USER: "Åse"}),
]
SIZES_REFUSED = {"label_size_impossible", "label_margin_impossible"}
SLACK = 0.07
"""Symbols stand on whole dots, which may be half a dot off."""
own_designs = pytest.mark.parametrize("design", OWN, ids=[design.name for design in OWN])

_fields = st.lists(st.sampled_from(list(FIELD)), unique=True, max_size=8).map(tuple)
_texts = st.text(st.sampled_from("科技处喆堃镕王建国ABCWmil æøåÆ0123-/.，（）<&%"), max_size=60)
_designs = st.builds(
    Design,
    name=st.just("x"),
    width=st.integers(300, 1100).map(lambda tenths: tenths / 10),
    height=st.integers(150, 800).map(lambda tenths: tenths / 10),
    shape=st.sampled_from([Shape.PLATE] * 7 + [Shape.FLAG]),
    heading=_fields,
    facts=_fields,
    bold=_fields,
    named=st.booleans(),
    shown_facts=st.integers(0, 8),
    symbol=st.none() | st.integers(80, 400).map(lambda tenths: tenths / 10),
    side=st.sampled_from(Side),
    margin=st.sampled_from([1.5, 2.0, 4.5]),
    bordered=st.booleans(),
    company=_texts,
    hotline=_texts,
    free_line=_texts,
    logo=st.sampled_from(LOGOS),
)
_labels = st.builds(
    LabelFacts,
    st.sampled_from(["KJC-COM-1234", "A1", "XXZX-COM-P7KQ04", "FINANCE-DEPT-NET-00012345"]),
    st.dictionaries(st.sampled_from([field for field in FIELD if field not in OF_THE_DESIGN]), _texts),
)


@settings(max_examples=200, deadline=None)
@given(_designs, _labels, st.sampled_from([8.0, 300 / 25.4]))
def test_whatever_is_designed_stands_apart_within_the_label_or_is_refused(
    design: Design, facts: LabelFacts, dots_per_mm: float
) -> None:
    label = label_or_refusal(design, facts, dots_per_mm)
    if isinstance(label, PaigongError):
        assert label.code in {*SIZES_REFUSED, "text_does_not_fit", "code_too_long", "label_symbol_impossible"}
        assert label.code in SIZES_REFUSED or label.params["text"]
        return
    areas = [*symbols_of(label), *(text_area(text) for text in label.texts if text.block.lines)]
    areas += [label.logo[1]] if label.logo else []
    edge = design.inset if design.bordered else 0
    for area in areas:
        assert min(area.left, area.top) >= edge - SLACK
        assert area.right <= design.width - edge + SLACK
        assert area.bottom <= design.height - edge + SLACK
    for one, other in combinations(areas, 2):
        assert not overlap(one, other)
    [dots] = pages_in_dots(roll_pdf(design, [facts], dots_per_mm=dots_per_mm), design.width, design.height, dots_per_mm)
    assert codes_in(dots.image().convert("L")) == [facts.code] * len(label.symbols)


def label_or_refusal(design: Design, facts: LabelFacts, dots_per_mm: float) -> SetLabel | PaigongError:
    try:
        design.check()
        return set_label(design, facts, dots_per_mm)
    except PaigongError as refused:
        return refused


def symbols_of(label: SetLabel) -> list[Area]:
    side = label.symbol.size_with_quiet_zone * label.module
    return [Area(left, top, side, side) for left, top in label.symbols]


def text_area(text: SetText) -> Area:
    block = text.block
    width = max(width_of(line, block.face_of(n), block.size) for n, line in enumerate(block.lines)) / MILLIMETRE
    left = text.x - (width / 2 if text.align is Align.CENTRE else 0)
    return Area(left, text.top, width, block.height_mm)


def overlap(one: Area, other: Area) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return across > SLACK and down > SLACK


@pytest.mark.parametrize("dpi", [203, 300])
@own_designs
def test_own_designs_scan_say_what_went_in_and_carry_their_fonts(design: Design, dpi: int, tmp_path: Path) -> None:
    path = tmp_path / "labels.pdf"
    path.write_bytes(roll_pdf(design, DEVICES, dots_per_mm=dpi / 25.4))
    assert codes_on_pages(path, dpi) == [[device.code] for device in DEVICES]
    assert all(fonts_in(path).values())
    for device, lines in zip(DEVICES, lines_on_pages(path), strict=True):
        said = "".join("".join(lines).split())
        assert set(design.facts[: design.shown_facts]) & {FIELD.NAME}
        for field in (FIELD.NAME, FIELD.MODEL):
            assert "".join(device.known[field].split()) in said
        assert said.endswith(device.code)
        assert ("吉林镕堃科技" in said) is bool(design.heading)


def test_a_logo_is_in_the_file_once_however_many_labels_have_it() -> None:
    labels = [replace(DEVICES[0], code=f"KJC-COM-{number:04d}") for number in range(210)]
    bare, with_logo = (sheet_pdf(design, labels, SheetUse(SHEETS[0])) for design in (replace(WHOLE, logo=b""), WHOLE))
    assert with_logo.count(b"/Subtype /Image") == 1
    assert len(with_logo) - len(bare) < 6000 + 20 * len(labels)


@own_designs
def test_the_dots_of_an_own_design_hold_its_logo_and_its_border(design: Design) -> None:
    [dots] = pages_in_dots(roll_pdf(design, DEVICES[:1]), design.width, design.height, 8.0)
    image = dots.image().convert("L")
    assert codes_in(image) == [DEVICES[0].code]
    if design.bordered:
        middle = round((design.margin + 0.125) * 8)
        row = image.crop((middle, image.height // 2 - 20, middle + 1, image.height // 2 + 20))
        assert row.getextrema() == (0, 0)
    label = set_label(design, DEVICES[0], 8.0)
    if label.logo:
        area = label.logo[1]
        shares = image.crop((8 * area.left, 8 * area.top, 8 * area.right, 8 * area.bottom)).histogram()
        assert 0.2 < shares[0] / sum(shares) < 0.8


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"margin": 1.0}, "label_margin_impossible"),
        ({"margin": 18.0}, "label_margin_impossible"),
        ({"width": 31.0, "height": 16.0}, "label_margin_impossible"),
        ({"symbol": 9.0}, "label_symbol_impossible"),
        ({"symbol": 45.0}, "label_symbol_impossible"),
        ({"company": "派" * 60}, "text_does_not_fit"),
        ({"shape": Shape.FLAG, "width": 30.0}, "text_does_not_fit"),
        ({"hotline": "☎ 😀"}, "glyphs_missing"),
    ],
)
def test_what_no_label_can_be_made_of_says_what_is_wrong(changed: dict[str, object], code: str) -> None:
    design = replace(WHOLE, **changed)  # type: ignore[arg-type] # one value of each kind
    refused = label_or_refusal(design, DEVICES[0], 8.0)
    assert isinstance(refused, PaigongError)
    assert refused.code == code


def test_bold_facts_are_set_in_bold_in_the_one_size_of_all() -> None:
    facts = set_label(WHOLE, DEVICES[0], 8.0).texts[1].block
    assert [line for number, line in enumerate(facts.lines) if facts.face_of(number) is Face.BOLD] == [WHOLE.hotline]
    assert len(facts.lines) == 4


def test_a_symbol_that_is_too_small_is_told_how_wide_it_has_to_be() -> None:
    with pytest.raises(Trouble) as raised:
        set_label(replace(WHOLE, symbol=9.0), DEVICES[0], 8.0)
    assert raised.value.params["module"] == "0.31"
    assert (raised.value.params["dots"], raised.value.params["least"]) == (2, "14.5")
    set_label(replace(WHOLE, symbol=14.5), DEVICES[0], 8.0)


@pytest.mark.parametrize("sheet", [sheet for sheet in SHEETS if sheet.label_height > 30], ids=lambda sheet: sheet.code)
@own_designs
def test_an_own_design_takes_the_size_of_a_sheets_labels(design: Design, sheet: Sheet, tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    device = replace(DEVICES[0], known={})
    path.write_bytes(sheet_pdf(design, [device], SheetUse(sheet)))
    assert codes_on_pages(path, 203) == [[device.code]]


def test_what_we_ship_needs_no_choice_of_anybody() -> None:
    for design in DESIGNS:
        design.check()
        assert design.inset == 0
