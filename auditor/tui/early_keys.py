"""Keeps what is typed while the lock is only starting, for the field that is about to be there.

Who types without waiting, after a lock above all, would otherwise lose the first letters of the
passphrase and read that it is wrong.
"""

from __future__ import annotations

import re

from textual import events

_MOST = 1000
_EDIT = frozenset({"backspace", "enter"})
_RETURN = "ctrl+j"
"""What Return is on a terminal that was not yet told to hand over every key as it is."""

_HELP, _LEAVE = "f2", "ctrl+x"
_URGENT = {"\x1bOQ": _HELP, "\x1b[12~": _HELP, "\x1b[[B": _HELP, "\x1b[Q": _HELP, "\x18": _LEAVE}
"""What F2 is on xterm, VT220, the console of Linux and kitty, and ctrl+x anywhere."""
_NO_LETTERS = re.compile(r"\x1b\[[\d;?]*[a-zA-Z~]|\x1bO[a-zA-Z]|\x1b_G[^\x1b]*\x1b\\")
"""What a terminal says of itself when it is asked (its kind and cells, kitty's pictures), and keys
that write nothing."""
_PARTS = re.compile("|".join([*map(re.escape, _URGENT), _NO_LETTERS.pattern, "."]), re.DOTALL)

_SIGNS = {"\x7f": "backspace", "\r": "enter", "\n": "enter"}


class EarlyKeys:
    """Takes keys between `wait` and `let_go`."""

    def __init__(self) -> None:
        self._waits = False
        self._kept: list[events.Key] = []

    def put(self, text: str) -> None:
        """Keep what somebody else read of the keyboard before the app did, as it came."""
        for sign in _PARTS.findall(text):
            if sign in _URGENT:
                self._kept.append(events.Key(_URGENT[sign], None))
            elif sign in _SIGNS:
                self._kept.append(events.Key(_SIGNS[sign], None))
            elif len(sign) == 1 and sign.isprintable():
                self._kept.append(events.Key(sign, sign))

    def wait(self) -> None:
        """Take keys from now on."""
        self._waits = True

    def takes(self, key: events.Key) -> bool:
        """Whether the key was kept; what leads elsewhere does its work at once.

        Help waits its turn: the letters behind it are those of a country.
        """
        if not self._waits or len(self._kept) >= _MOST:
            return False
        if key.key == _RETURN:
            key = events.Key("enter", None)
        if not (key.is_printable or key.key in _EDIT or key.key == _HELP):
            return False
        self._kept.append(key)
        return True

    def let_go(self, *, letters: bool = True) -> list[events.Key]:
        """Return what was kept, and take nothing more.

        Without `letters`, where no field stands yet, nothing that came before a call for help.
        """
        kept, self._kept, self._waits = self._kept, [], False
        calls = (at for at, key in enumerate(kept) if key.key in {_HELP, _LEAVE})
        return kept if letters else kept[next(calls, len(kept)) :]
