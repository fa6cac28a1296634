"""What can be asked of all photos together: likeness, links, places, openness. Computed on request."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from auditor.engine.inventory import not_me, put_not_me
from auditor.engine.rooms import Rooms
from auditor.errors import UsageError
from auditor.messages import _


class Exposure:
    """What the faces may ask about exposure. `judge` is awaited when findings may have changed."""

    def __init__(self, rooms: Rooms, judge: Callable[[], Awaitable[None]]) -> None:
        self._rooms = rooms
        self._vault = rooms.vault
        self._judge = judge

    async def mark_not_me(self, photo_id: str, *, somebody_else: bool) -> None:
        """Record that a photo shows somebody else, or take that back. Raises UsageError if there is no such photo."""
        if await self._vault.photo(photo_id) is None:
            raise UsageError(_("There is no photo {id}.").format(id=photo_id), _("'auditor photos' shows the ids."))
        marked = await not_me(self._vault)
        await put_not_me(self._vault, marked | {photo_id} if somebody_else else marked - {photo_id})
        await self._judge()
