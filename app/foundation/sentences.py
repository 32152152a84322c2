"""Sentences for the errors of `app.foundation.errors`: what happened and what to do, in the reader's language.

Every room declares the sentences of its own codes beside the rules that raise them.
"""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter

from app.foundation.errors import PaigongError
from app.foundation.translation import N_, _

_SENTENCES: dict[str, str] = {}
_WORDS: dict[str, Mapping[str, str]] = {}


def declare(sentences: Mapping[str, str]) -> None:
    """Register the sentences of a room's codes; texts are marked with `N_` and may name the error's parameters.

    A code has one sentence in the whole program: a second one would silently take the place of the first.
    """
    taken = sentences.keys() & _SENTENCES.keys()
    if taken:
        raise ValueError(taken)
    _SENTENCES.update(sentences)


def declare_words(parameter: str, names: Mapping[str, str]) -> None:
    """Let every sentence that names this parameter say its values in words; the names are marked with `N_`."""
    _WORDS[parameter] = names


def declared_codes() -> frozenset[str]:
    """All codes that have a sentence."""
    return frozenset(_SENTENCES)


def sentence(error: PaigongError) -> str:
    """What happened and what to do, for a person who reads the language shown now."""
    return sentence_for(error.code, error.params)


def sentence_for(code: str, params: Mapping[str, object]) -> str:
    """The sentence of `code`; a parameter that a sentence names and that is missing shows as an ellipsis."""
    text = _(_SENTENCES.get(code, _UNKNOWN))
    known = {"code": code, **params}
    names = [name for _literal, name, _spec, _conversion in Formatter().parse(text) if name]
    return text.format(**{name: _shown(name, known.get(name, "…")) for name in names})


def _shown(parameter: str, value: object) -> str:
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(_shown(parameter, each) for each in value)
    name = _WORDS.get(parameter, {}).get(str(value))
    return _(name) if name else str(value)


_UNKNOWN = N_(
    "This could not be done ({code}). Nothing was lost. Copy the details and send them to your administrator."
)
