from __future__ import annotations

from pathlib import Path

import pytest

from app.foundation.errors import Trouble
from app.foundation.translation import Language
from app.messages.settings import Security, read_message_settings

WHOLE = """{"address": "desk@service.example", "service": "Service desk", "language": "nb",
 "smtp": {"host": "smtp.service.example", "security": "starttls", "login": "desk"},
 "sms": {"url": "https://sms.example/send", "form": {"to": "{number}", "text": "{text}", "key": "{secret}"}}}"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "messages.json"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_says_how_callers_are_told(tmp_path: Path) -> None:
    settings = read_message_settings(written(tmp_path, WHOLE))
    assert settings.language is Language.NORWEGIAN
    assert settings.smtp is not None
    assert settings.smtp.security is Security.STARTTLS
    assert settings.sms is not None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"service": "Service desk"}',
        '{"address": "not an address", "service": "Service desk"}',
        '{"address": "desk@service.example", "service": " "}',
        WHOLE.replace('"login"', '"pasword"'),
        WHOLE.replace("{number}", "{nummer}"),
        WHOLE.replace("{number}", "{"),
        WHOLE.replace('"form"', '"numbers": "[", "form"'),
        WHOLE.replace("nb", "xx"),
        WHOLE.replace('"smtp"', '"imap": {"host": "imap.service.example", "folder": "a\\" b"}, "smtp"'),
        WHOLE.replace('"smtp"', '"imap": {"host": "imap.service.example", "folder": "收件箱"}, "smtp"'),
    ],
)
def test_what_cannot_be_used_is_said_at_the_start(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(Trouble, match="message_settings_unreadable"):
        read_message_settings(path)


def test_a_file_that_is_not_there_is_said_too(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="message_settings_unreadable"):
        read_message_settings(tmp_path / "none.json")
