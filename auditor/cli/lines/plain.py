"""Whether lines are plain, and what stands in them instead of what is drawn.

Screen readers say every sign of a drawing, and a dumb terminal cannot show some of them.
"""

from __future__ import annotations

import os

_VARIABLE = "AUDITOR_PLAIN"
_BOXES = range(0x2500, 0x2580)
_BLOCKS = range(0x2580, 0x25A0)
_BRAILLE = range(0x2800, 0x2900)
_INSTEAD = (
    dict.fromkeys(_BOXES, "-")
    | {ord(sign): "|" for sign in "│┃┆┇┊┋║"}
    | dict.fromkeys(_BLOCKS, "#")
    | {ord(sign): "" for sign in "▏▎▍▌▋▊▉"}
    | dict.fromkeys(_BRAILLE, ".")
)
"""Signs of the Unicode blocks Box Drawing, Block Elements and Braille Patterns.

Parts of a block are left out: a bar is as long as its whole ones.
"""


def ask_for() -> None:
    """Ask for plain lines in this run, and in the one that follows a lock."""
    os.environ[_VARIABLE] = "1"


def wanted() -> bool:
    """Whether lines are to be plain: asked for, or the terminal is a dumb one."""
    return os.environ.get(_VARIABLE, "") not in {"", "0"} or os.environ.get("TERM") == "dumb"


def plain(text: str) -> str:
    """Return a line without box, block and braille signs."""
    return text if text.isascii() else text.translate(_INSTEAD)
