from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale
from pytestqt.qtbot import QtBot

from app.foundation.translation import N_, language
from tests.ui.conftest import Speak
from ui.widgets.labels import TranslatedLabel


def test_our_texts_qts_texts_and_dates_change_together(qtbot: QtBot, speak: Speak) -> None:
    label = TranslatedLabel(N_("Settings"))
    qtbot.addWidget(label)
    speak("zh_CN")
    assert language() == "zh_CN"
    assert label.text() == "设置"
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"
    assert QLocale().language() is QLocale.Language.Chinese


def test_english_dates_are_not_american(qtbot: QtBot, speak: Speak) -> None:
    label = TranslatedLabel(N_("Settings"))
    qtbot.addWidget(label)
    speak("zh_CN")
    speak("en")
    assert label.text() == "Settings"
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"
    assert QLocale().name() == "en_GB"


def test_each_widget_hears_of_a_change_once(qtbot: QtBot, speak: Speak) -> None:
    class Counting(TranslatedLabel):
        times = 0

        def retranslate(self) -> None:
            self.times += 1
            super().retranslate()

    label = Counting(N_("Settings"))
    qtbot.addWidget(label)
    made = label.times
    speak("zh_CN")
    assert label.times == made + 1
    speak("en")
    assert label.times == made + 2
