"""The message catalogue.

Every sentence a person reads passes through `_`, so that a translation needs no code change.

The English text is the key (GNU gettext). Translations live beside this file as
`locale/<language>/LC_MESSAGES/auditor.mo`; `docs/auditor.pot` lists every sentence.
"""

from __future__ import annotations

import gettext as _gettext
from pathlib import Path

__all__ = ["NN_", "N_", "_", "ngettext", "use_language"]

_LOCALE = Path(__file__).parent / "locale"
_catalogue: _gettext.NullTranslations = _gettext.NullTranslations()


def use_language(*languages: str) -> None:
    """Speak the first of `languages` that has a catalogue, else English."""
    install(_gettext.translation("auditor", _LOCALE, languages=languages, fallback=True))


def install(catalogue: _gettext.NullTranslations) -> None:
    """Take sentences from `catalogue` from now on."""
    global _catalogue  # noqa: PLW0603 - one process speaks one language
    _catalogue = catalogue


def _(text: str) -> str:
    """Return `text` in the user's language."""
    return _catalogue.gettext(text) if text else text


def ngettext(one: str, many: str, count: int) -> str:
    """Return the form of a sentence that fits `count` things."""
    return _catalogue.ngettext(one, many, count)


def N_(text: str) -> str:  # noqa: N802 - the name gettext tools look for
    """Mark `text` for translation where it is defined; `_` translates it where it is shown."""
    return text


def NN_(one: str, many: str) -> tuple[str, str]:  # noqa: N802 - beside N_
    """Mark the two forms of a sentence for translation; `ngettext` chooses where it is shown."""
    return one, many
