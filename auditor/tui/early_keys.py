"""Keeps keys that come earlier than what they are for.

`EarlyKeys` while the lock is only starting: who types without waiting, after a lock above all,
would otherwise lose the first letters of the passphrase and read that it is wrong. `KeyOrder` where
a key moves the focus: keys are handed to what has the focus when they come, not when those before
them were answered. Of Enter and a letter typed at once the letter reached the list, and led to
another screen.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from functools import partial

from textual import events
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.dom import DOMNode
from textual.keys import Keys
from textual.timer import Timer

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
_REPORT = re.compile(r"\x1b\[(?:\?[\d;]+c|[46];\d+;\d+t)")
"""What kind a terminal is and how large its cells are (xterm, "Primary DA" and XTWINOPS)."""
_PARTS = re.compile("|".join([*map(re.escape, _URGENT), _NO_LETTERS.pattern, "."]), re.DOTALL)

_ROUNDS = 2
"""Walks from what has the focus up to the app: the first follows the key itself, the second the
message that its binding sends (a row is opened, a line is entered)."""
_PATIENCE_S = 0.5
"""How long a key may be under way; what is closed meanwhile never says that it answered."""
_AT_ONCE = frozenset({"f2", "ctrl+x", "ctrl+l"})
"""Help, leaving and locking wait for nothing."""

_SIGNS = {"\x7f": "backspace", "\r": "enter", "\n": "enter"}


_as_textual_does = XTermParser._sequence_to_key_events  # noqa: SLF001 - has no public name


def _without_reports(parser: XTermParser, sequence: str, alt: bool = False) -> Iterable[events.Key]:
    if _REPORT.fullmatch(sequence):
        return (events.Key(Keys.Ignore, sequence),)
    return _as_textual_does(parser, sequence, alt=alt)


def ignore_late_answers() -> None:
    """See that what a terminal says of itself too late is no key.

    On a slow line it comes when the app runs already. Textual does not know it, and would type it:
    into a passphrase, or as keys that lead elsewhere.
    """
    XTermParser._sequence_to_key_events = _without_reports  # type: ignore[method-assign, assignment] # noqa: SLF001


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


class KeyOrder:
    """Hands keys on through `hand_on`, each when the one before it was answered."""

    def __init__(self, app: App[None], hand_on: Callable[[events.Key], Awaitable[None]]) -> None:
        self._app, self._hand_on = app, hand_on
        self._waiting: deque[events.Key] = deque()
        self._under_way = 0
        self._last = 0
        self._patience: Timer | None = None

    async def take(self, key: events.Key, *, ordered: bool) -> None:
        """Hand on a key at once, or after those before it; `ordered` where the screen needs it.

        What waits when somebody needs help or locks was meant for another screen, and is dropped.
        """
        if key.key in _AT_ONCE:
            self._waiting.clear()
        if key.key in _AT_ONCE or not (ordered or self._under_way):
            await self._hand_on(key)
        elif self._under_way:
            self._waiting.append(key)
        else:
            await self._send(key)

    async def _send(self, key: events.Key) -> None:
        self._last += 1
        self._under_way = number = self._last
        self._patience = self._app.set_timer(_PATIENCE_S, partial(self._answered, number))
        target: DOMNode = self._app.focused or self._app.screen
        await self._hand_on(key)
        self._follow(list(target.ancestors_with_self) * _ROUNDS, number)

    def _follow(self, path: list[DOMNode], number: int) -> None:
        """Go where the key goes, behind it: each node answers its messages in their order."""
        while path:
            node = path.pop(0)
            if node.call_later(self._follow, path, number):
                return
        self._app.call_later(self._answered, number)

    async def _answered(self, number: int) -> None:
        if number != self._under_way:
            return
        self._under_way = 0
        if self._patience is not None:
            self._patience.stop()
        if self._waiting:
            await self._send(self._waiting.popleft())
