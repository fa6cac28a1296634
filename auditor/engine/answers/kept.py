"""Plans and closings that were worked out, kept in the vault until anything changes under them.

The vault forgets them itself with every change of what is in it (`MADE_OF_ALL`). What rests on
something beside the vault stands with them: the day, and what judges.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

import msgspec

from auditor import __version__
from auditor.domain.findings.check import Check
from auditor.domain.findings.plan import Closings, Plan
from auditor.domain.text.content_id import content_id
from auditor.ports import Vault
from auditor.ports.vault import MADE_OF_ALL

Revision = tuple[int, int]
_Made = TypeVar("_Made", Plan, Closings)


@dataclass(frozen=True, slots=True)
class _Stamped(Generic[_Made]):
    stamp: str
    made: _Made


def stamp_of(checks: Iterable[Check], today: date) -> str:
    """Return what changes with the day, with this program and with the checks that there are."""
    return content_id("k", __version__, today.isoformat(), *sorted(check.id for check in checks))


async def kept(vault: Vault, name: str, stamp: str, kind: type[_Made]) -> _Made | None:
    """Return what was kept under a name; None where it has to be worked out."""
    body = await vault.made(MADE_OF_ALL + name)
    if body is None:
        return None
    try:
        found: _Stamped[_Made] = await asyncio.to_thread(_decoded, body, kind)
    except msgspec.MsgspecError:  # another version of this program has written it
        return None
    return found.made if found.stamp == stamp else None


def _decoded(body: bytes, kind: type[_Made]) -> _Stamped[_Made]:
    found: _Stamped[_Made] = msgspec.msgpack.decode(body, type=_Stamped[kind])  # type: ignore[valid-type]  # msgspec knows it when it runs
    return found


async def keep(
    vault: Vault, name: str, stamp: str, made: Plan | Closings, seen: Revision
) -> Revision | None:
    """Keep something, if nothing was written since `seen`; return the revision after it."""
    body = await asyncio.to_thread(msgspec.msgpack.encode, _Stamped(stamp, made))
    return await vault.keep_made_at(seen, MADE_OF_ALL + name, body)
