"""The little QSS that Qt's own controls need beside the palette, made from the tokens."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from string import Template

from ui.theme.fonts import STRONG_FAMILIES, STRONG_WEIGHT
from ui.theme.tokens import COLORS, RADIUS, SIZE, TYPE

_ICON_FOLDER = Path(__file__).resolve().parents[2] / "resources" / "icons"

_FRAMES = """
QMainWindow, QDialog { background: $background; }
Card { background: $surface; border: 1px solid $border; border-radius: ${radius_card}px; }
TopBar { background: $surface; border: none; border-bottom: 1px solid $border; }
Rail { background: $surface; border: none; border-right: 1px solid $border; }
StatusBar { background: $surface; border: none; border-top: 1px solid $border; }
SelectionBar { border: none; border-top: 1px solid $border; }
QToolTip { background: $surface; color: $text; border: 1px solid $border_strong; padding: 4px 8px; }
QMenu { background: $surface; border: 1px solid $border_strong; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $accent_soft; color: $text; }
QMenu::indicator { width: 14px; height: 14px; margin-left: 8px; }
QMenu::indicator:checked { image: url("$icons/control-tick.svg"); }
QMenu::separator { height: 1px; background: $border; margin: 4px 8px; }
QSplitter::handle { background: transparent; }
"""

_LABELS = """
QLabel[role="display"] { font-size: ${type_display}px; $strong }
QLabel[role="title"] { font-size: ${type_title}px; $strong }
QLabel[role="subtitle"] { font-size: ${type_subtitle}px; $strong }
QLabel[role="strong"] { $strong }
QLabel[role="muted"] { color: $text_muted; }
QLabel[role="caption"] { color: $text_muted; font-size: ${type_caption}px; }
QLabel[role="error"] { color: $bad_text; font-size: ${type_caption}px; font-weight: 500; }
"""

_BUTTONS = """
QPushButton { background: $surface; color: $text; border: 1px solid $border_strong; border-radius: ${radius_control}px;
    padding: 0 14px; min-height: 30px; font-weight: 500; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $pressed; }
QPushButton:focus { border: 2px solid $accent; padding: 0 13px; min-height: 28px; }
QPushButton:disabled { color: $text_faint; background: $surface_sunken; border-color: $border; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border-color: $accent; $strong }
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; }
QPushButton[kind="primary"]:disabled { background: $idle_soft; color: $text_faint; border-color: $border; }
QPushButton[large="true"] { font-size: ${type_subtitle}px; min-height: 46px; }
QPushButton[large="true"]:focus { min-height: 44px; }
QPushButton[kind="quiet"] { background: transparent; color: $accent_text; border-color: transparent; }
QPushButton[kind="quiet"]:hover { background: $accent_soft; }
QPushButton[kind="quiet"]:focus { border: 2px solid $accent; }
QPushButton[kind="link"] { background: transparent; color: $accent_text; border: none; padding: 0; min-height: 24px;
    text-align: left; }
QPushButton[kind="link"]:hover, QPushButton[kind="link"]:focus { text-decoration: underline; }
QPushButton[kind="danger"] { color: $bad_text; }
QPushButton[kind="danger"]:hover { background: $bad_soft; }
"""

_FIELDS = """
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox, QDateEdit, QTimeEdit, QDateTimeEdit {
    background: $surface; color: $text; border: 1px solid $border_strong; border-radius: ${radius_control}px;
    selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit, QComboBox, QAbstractSpinBox, QDateEdit, QTimeEdit, QDateTimeEdit { padding: 0 10px; min-height: 32px; }
QPlainTextEdit, QTextEdit { padding: 4px 6px; }
QLineEdit#paletteField, QLineEdit#paletteField:focus { background: transparent; border: none; padding: 0;
    min-height: ${size_palette_field}px; max-height: ${size_palette_field}px; font-size: ${type_subtitle}px; }
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus, QDateEdit:focus, QTimeEdit:focus, QDateTimeEdit:focus {
    border: 2px solid $accent; padding: 0 9px; min-height: 30px; }
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid $accent; padding: 3px 5px; }
QLineEdit[wrong="true"], QComboBox[wrong="true"], QPlainTextEdit[wrong="true"] { border-color: $bad; }
QLineEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled, QAbstractSpinBox:disabled, QDateEdit:disabled,
QTimeEdit:disabled, QDateTimeEdit:disabled {
    background: $surface_sunken; color: $text_faint; border-color: $border; }
QComboBox::drop-down, QDateEdit::drop-down { border: none; width: 28px; }
QComboBox::down-arrow, QDateEdit::down-arrow { image: url("$icons/control-down.svg"); width: 14px; height: 14px; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $border_strong; padding: 4px; outline: 0;
    selection-background-color: $accent_soft; selection-color: $text; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; width: 22px; }
QAbstractSpinBox::up-button { subcontrol-position: top right; margin-top: 3px; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; margin-bottom: 3px; }
QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus, QComboBox QLineEdit, QComboBox QLineEdit:focus {
    border: none; padding: 0; min-height: 0; background: transparent; }
QSpinBox, QDoubleSpinBox, QTimeEdit { qproperty-alignment: AlignCenter; }
QAbstractSpinBox::up-arrow { image: url("$icons/control-up.svg"); width: 12px; height: 12px; }
QAbstractSpinBox::down-arrow { image: url("$icons/control-down.svg"); width: 12px; height: 12px; }
QCheckBox, QRadioButton { spacing: 8px; }
QCheckBox::indicator, QRadioButton::indicator, QListView::indicator { width: 14px; height: 14px; background: $surface;
    border: 1px solid $text_faint; border-radius: 4px; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:hover, QListView::indicator:hover, QRadioButton::indicator:hover { border-color: $accent; }
QCheckBox::indicator:checked, QListView::indicator:checked { background: $accent; border-color: $accent;
    image: url("$icons/control-check-$mode.svg"); }
QRadioButton::indicator:checked { width: 6px; height: 6px; background: $on_accent; border: 5px solid $accent; }
QCheckBox:focus, QRadioButton:focus { color: $accent_text; text-decoration: underline; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $border; background: $surface_sunken; }
QCheckBox::indicator:checked:disabled { background: $text_faint; border-color: $text_faint; }
QRadioButton::indicator:checked:disabled { background: $surface; border: 5px solid $text_faint; }
QProgressBar { background: $border; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
"""

_LISTS = """
QTableView, QListView, QTreeView { background: $surface; border: none; outline: 0;
    selection-background-color: $accent_soft; selection-color: $text; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section { background: $surface; color: $text_muted; border: none; border-bottom: 1px solid $border;
    padding: 0 12px; height: ${size_table_header}px; font-size: ${type_caption}px; $strong }
QHeaderView::section:hover { color: $text; background: $hover; }
QHeaderView::up-arrow { image: url("$icons/control-up.svg"); width: 12px; height: 12px; }
QHeaderView::down-arrow { image: url("$icons/control-down.svg"); width: 12px; height: 12px; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $border_strong; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $text_faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
"""


def stylesheet(*, dark: bool) -> str:
    """The application's style sheet for the dark or the light theme."""
    values: dict[str, object] = {name: shades.dark if dark else shades.light for name, shades in COLORS.items()}
    for kind, measures in (("radius", RADIUS), ("type", TYPE), ("size", SIZE)):
        values.update({f"{kind}_{name}": length for name, length in asdict(measures).items()})
    values["strong"] = f"font-weight: {STRONG_WEIGHT}; font-family: {', '.join(map(repr, STRONG_FAMILIES))};"
    values["mode"] = "dark" if dark else "light"
    values["icons"] = _ICON_FOLDER.as_posix()
    return Template(_FRAMES + _LABELS + _BUTTONS + _FIELDS + _LISTS).substitute(values)
