"""What was worked out over the whole vault, kept there until anything changes under it.

How far the user is with findings and steps changes nothing of it, nor does the day: things are
judged as on the day on which the findings were. What else it rests on stands with it: what judges.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING, Generic, TypeVar

import msgspec

from auditor import __version__
from auditor.dataclass import dataclass
from auditor.domain.text.content_id import content_id
from auditor.ports import Vault
from auditor.ports.made import MADE_OF_CONTENTS

if TYPE_CHECKING:
    from auditor.domain.findings.check import Check

MANY = 500
"""Photos from which on things are worked out at the end of a scan, before anybody asks."""
_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class _Stamped(Generic[_Made]):
    stamp: str
    made: _Made


def stamp_of(checks: Iterable[Check]) -> str:
    """Return what changes with this program and with the checks that there are."""
    return content_id("k", __version__, *sorted(check.id for check in checks))


@dataclass(frozen=True)
class Kept:
    """What is kept of the contents that the vault has now."""

    vault: Vault
    contents: str
    stamp: str
    of: str = MADE_OF_CONTENTS

    async def read(self, name: str, kind: type[_Made]) -> _Made | None:
        """Return what was kept under a name; None where it has to be worked out."""
        body = await self.vault.made(self.of + name)
        if body is None:
            return None
        try:
            found: _Stamped[_Made] = await asyncio.to_thread(_decoded, body, kind)
        except msgspec.MsgspecError:  # another version of this program has written it
            return None
        return found.made if found.stamp == self.stamp else None

    async def keep(self, name: str, made: object) -> None:
        """Keep something, unless the contents changed since."""
        body = await asyncio.to_thread(msgspec.msgpack.encode, _Stamped(self.stamp, made))
        await self.vault.keep_of_contents(self.contents, name, body, self.of)


async def kept_of(vault: Vault, checks: Iterable[Check], of: str = MADE_OF_CONTENTS) -> Kept:
    """Return what is kept of the contents that the vault has now."""
    return Kept(vault, await vault.contents(of), stamp_of(checks), of)


def _decoded(body: bytes, kind: type[_Made]) -> _Stamped[_Made]:
    found: _Stamped[_Made] = msgspec.msgpack.decode(body, type=_Stamped[kind])  # type: ignore[valid-type]  # msgspec knows it when it runs
    return found
