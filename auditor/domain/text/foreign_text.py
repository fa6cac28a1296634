"""The one cleaner for text from outside: captions, names, EXIF, page titles, file names.

It passes here before anyone sees it. Layers of defence stay where they are: HTML is still escaped
and the terminal UI still shows text as content, never as markup.
"""

from __future__ import annotations

import re
import unicodedata

ELLIPSIS = "…"
LIMIT = 300
"""Characters of one foreign text on a screen or in a report unless the caller says otherwise."""

_UNPAIRED = re.compile("[\ud800-\udfff]")
_BREAKS = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_UNSEEN = re.compile(
    "["
    # C0 with ESC and TAB, DEL, C1; line breaks are handled before
    "\x00-\x09\x0e-\x1f\x7f-\x84\x86-\x9f"
    # soft hyphen, joiners and fillers that show nothing
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f"  # zero-width, marks, embeddings, overrides, isolates
    "\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    # format controls, tags, supplementary selectors
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    "]"
)
"""Characters that move the cursor, start a sequence, turn the reading direction or show nothing.

From the general categories Cc and Cf and the property Default_Ignorable_Code_Point (Unicode 16,
DerivedCoreProperties.txt). Left in: the variation selectors U+FE00-FE0F, without which emoji
change, and the visible Arabic signs of category Cf.
"""
_NO_MARKS = re.compile("[\x00-\u02ff\u2000-\u20cf\u2190-\u2bff]*")
"""Blocks without a mark or a joining letter: Latin, its punctuation, signs of money, arrows."""
_MARKS = frozenset({"Mn", "Me", "Mc"})
_JAMO = re.compile("[\u1160-\u11ff\ud7b0-\ud7fb]")
"""Vowels and finals of Korean that join the letter before them."""
_STACKED = re.compile(
    "[\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u1a20-\u1aad\u1b00-\u1b7f\ua980-\ua9ff\uaa60-\uaa7f]"
)
"""Tibetan, Burmese, Khmer, Tai Tham, Balinese and Javanese, whose letters stand on each other."""
_MOST_MARKS = 4
_MOST_STACKED = 7
_MOST_JOINED = 8
"""Marks kept on one letter, on one of a script that stacks, and on letters that a virama joins:
more than words need, too few to paint over the lines above and below.
"""
_VIRAMA = 9
"""Combining class of the marks that join the letter behind them to the one before."""


def clean(text: str, limit: int = LIMIT, *, newlines: bool = False) -> str:
    """Return `text` without anything that could steer a terminal or mislead a reader.

    At most `limit` characters. Tabs and line breaks become one space each; with `newlines` a break
    of any kind becomes a line feed. Unpaired surrogates become U+FFFD. What was cut is marked by an
    ellipsis, which counts. Cleaning twice changes nothing. `limit` must be positive.
    """
    if text.isascii() and text.isprintable():  # nothing to take away in most texts
        return text if len(text) <= limit else text[: limit - 1] + ELLIPSIS
    whole = _UNPAIRED.sub("\ufffd", text)
    whole = _BREAKS.sub("\n" if newlines else " ", whole).replace("\t", " ")
    # A line feed is in no class of _UNSEEN, so it stays where the caller asked for it.
    whole = _few_marks(_UNSEEN.sub("", whole))
    return whole if len(whole) <= limit else whole[: limit - 1] + ELLIPSIS


def _few_marks(text: str) -> str:
    """Drop marks beyond what a letter needs, whatever their class: most that stack have class 0.

    Letters that join the one before them are no marks: where their virama is dropped, they stand
    alone.
    """
    if _NO_MARKS.fullmatch(text):
        return text
    kept: list[str] = []
    marks = whole = 0
    joins = False
    for character in text:
        if unicodedata.category(character) in _MARKS or _JAMO.match(character):
            most = _MOST_STACKED if _STACKED.match(character) else _MOST_MARKS
            if marks >= most or whole >= _MOST_JOINED:
                continue
            marks, whole = marks + 1, whole + 1
            joins = unicodedata.combining(character) == _VIRAMA
        else:
            marks, whole = 0, whole if joins else 0
            joins = False
        kept.append(character)
    return "".join(kept)
