"""Asks reported links again, once it was said who learns of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from auditor.domain.outside.reported import ReportedLink
from auditor.domain.text.statement import Kind
from auditor.engine.outside.next_step import NextKind
from auditor.engine.outside.reported import ReportedEntry
from auditor.messages import N_, _, ngettext
from auditor.ports import Consent
from auditor.tui.text import reported as texts
from auditor.tui.work_box import WorkBox

_MOST_NAMED = 6
"""Links that are named before they are asked for: the question stays on the screen."""
_SAID_AFTER = frozenset({NextKind.LOOK_AGAIN, NextKind.CLOSE})
"""What comes next belongs to what the look showed only for these."""


class LookReported(WorkBox):
    """Who is asked and may log it, the question, and what each look showed."""

    HELP = N_(
        "Asks the links again, as a browser would. Whoever runs the site may log the visit. "
        "A picture is compared in memory with your private list and thrown away. Gone is "
        "said only after two looks an hour apart at which the host said so itself."
    )
    TITLE_KEY = N_("Look at the links again")

    async def begin(self) -> None:
        """Say who would be asked. Asks nobody."""
        reported = self.context.session.reported
        ids = [self.item] if self.item else None
        links = [
            entry.link
            for entry in await reported.entries(ids)
            if entry.link.adult and entry.link.open
        ]
        if not links:
            await self.tell((_("There is no open link to look at."),))
            return
        told = [
            ngettext("{n} link is asked for:", "{n} links are asked for:", len(links)).format(
                n=len(links)
            ),
            *(f"• {self._address(link)}" for link in links[:_MOST_NAMED]),
            *_others(len(links) - _MOST_NAMED),
            _(
                "Whoever runs these sites, or those that they have pictures from, may log the "
                "visit: the time, the address of your connection and which page. A proxy in the "
                "settings is used."
            ),
            *await self._unlisted(),
            _("Ask them now?"),
        ]
        await self.ask(told, partial(self._look, [link.id for link in links]), self._nothing)

    async def _unlisted(self) -> tuple[str, ...]:
        """Return what helps a look where no picture is on the private list."""
        if await self.context.session.private.entries():
            return ()
        return (
            _(
                "With the picture on your private list (7) it is recognised, also smaller or "
                "saved anew: put it there first if you have it."
            ),
        )

    def _address(self, link: ReportedLink) -> str:
        return self.context.veil.word(link.url, Kind.URL)

    async def _look(self, ids: list[str]) -> None:
        reported = self.context.session.reported
        consents = [Consent(shown) for shown in await reported.outgoing(ids)]
        told: list[str] = []
        for number, id_ in enumerate(ids, 1):
            says = _("Looking: {n} of {all}. Each may take half a minute.")
            self.trouble(says.format(n=number, all=len(ids)))
            looked = await reported.check([id_], consents)
            told += [line for entry in looked for line in self._showed(entry)]
        await self.tell(told)

    def _showed(self, entry: ReportedEntry) -> tuple[str, ...]:
        look = entry.link.history[-1]
        said = f"{texts.looked(look.state)}: {look.said}"
        after = entry.next.says[:1] if entry.next.kind in _SAID_AFTER else ()
        return (self._address(entry.link), f"  {said}", *(f"  {line}" for line in after))

    async def _nothing(self) -> None:
        await self.tell((_("Nobody was asked."),))


def _others(count: int) -> Iterator[str]:
    if count > 0:
        yield ngettext("and {n} more", "and {n} more", count).format(n=count)
