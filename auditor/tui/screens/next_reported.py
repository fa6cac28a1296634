"""What comes next for a reported link, whom to turn to, and the letter for it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from auditor.engine.outside.next_step import LinkStep, NextKind
from auditor.guidance.terms.authorities import RemovalAuthority
from auditor.messages import N_, _
from auditor.report.words import reported as words
from auditor.tui.base.messages import Go, Route
from auditor.tui.text import reported as texts
from auditor.tui.work_box import NextStep, WorkBox


class NextReported(WorkBox):
    """The next step in words; where it is a complaint, whether somebody is being blackmailed."""

    HELP = N_(
        "What comes next for this link. Where nothing happened in time: which authority can be "
        "asked, what name it learns, and a letter for it. Nobody who put the picture there is "
        "ever written to, and nothing is sent from here."
    )
    TITLE_KEY = N_("What comes next")
    OWN_WORDS = True

    async def begin(self) -> None:
        """Say it, or ask first whether somebody demands something."""
        step = await self.context.session.reported.next(self.item)
        if step.kind is NextKind.SERVICES:
            await self.tell((*step.says, *texts.helps_minors(self.context.region)))
        elif step.kind is NextKind.NOTHING:
            await self.tell((_("It is closed: nothing comes next."),))
        elif step.ways:
            await self.ask(
                (_("Does somebody demand something of you, or threaten you?"),),
                self._extortion,
                self._turn_to,
            )
        else:
            report = [self._report()] if step.kind is NextKind.REPORT else []
            await self.menu((*step.says, *_when(step)), [*report, self._case()])

    async def _extortion(self) -> None:
        step = await self.context.session.reported.next(self.item, extortion=True)
        await self.menu(
            step.says, [(_("Who can help"), partial(self._lead, Route.HELP_NOW, "extortion"))]
        )

    async def _turn_to(self) -> None:
        step = await self.context.session.reported.next(self.item, extortion=False)
        told = [*_when(step), *step.says, *(line for way in step.ways for line in self._way(way))]
        letters = [
            (
                _("Letter: {authority}").format(authority=_(way.name)),
                partial(self._lead, Route.LETTER, f"{way.letter}|{texts.OF_LINK}{self.item}"),
            )
            for way in step.ways
            if way.letter
        ]
        await self.menu(told, [*letters, self._case()])

    def _report(self) -> tuple[str, NextStep]:
        """Return what writes the first letter."""
        return _("Letter to a site"), partial(
            self._lead, Route.LETTER, f"|{texts.OF_LINK}{self.item}"
        )

    def _case(self) -> tuple[str, NextStep]:
        """Return what puts the link with its history into a case file."""
        item = f"{texts.OF_LINK}{self.item}"
        title = _("Case file for a lawyer or hotline")
        return title, partial(self._lead, Route.CASE, item)

    @staticmethod
    def _way(way: RemovalAuthority) -> Iterator[str]:
        yield f"• {_(way.name)}: {_(way.text)}"
        yield f"  {_(way.reveals)}"
        yield f"  {way.url}"

    async def _lead(self, place: Route, item: str) -> None:
        self.dismiss()
        self.app.post_message(Go(place, item))


def _when(step: LinkStep) -> Iterator[str]:
    """Yield until or from when it holds."""
    if step.at is not None:
        waits = step.kind is NextKind.WAIT
        told = _("The clock runs until {time}.") if waits else _("From {time} on.")
        yield told.format(time=words.time(step.at))
