"""Writes down a link that was reported: how old first, then what its clock hangs on."""

from __future__ import annotations

from functools import partial

from auditor.domain.outside.reported import Report, ReportChannel, ReportedKind
from auditor.domain.text.typed_moment import typed_moment
from auditor.errors import UsageError
from auditor.guidance.laws.by_name import named, unsure
from auditor.messages import N_, _
from auditor.report.words import reported as words
from auditor.tui.text import reported as texts
from auditor.tui.work_box import ChoiceField, Field, FormAnswers, TickField, WorkBox

_NOT_SAID = "unsaid"
_KINDS = (ReportedKind.OTHER, ReportedKind.INTIMATE, ReportedKind.LIKENESS)
"""In the order in which they are offered: the first is chosen at first, and starts no clock."""


class AddReported(WorkBox):
    """How old, which link, when and where it was reported, how, and what it shows."""

    HELP = N_(
        "Write down a link that you reported, and when and how: whether a law sets them a time "
        "depends on that. Nothing is asked of anybody. Under 18 nothing is kept but the link and "
        "the time, and the link is never opened."
    )
    TITLE_KEY = N_("Add a reported link")
    OWN_WORDS = True

    async def begin(self) -> None:
        """Ask how old everybody is."""
        await self.ask(
            (_("Are you, and is everyone in the picture, 18 or older? Not sure is no."),),
            self._ask_link,
            self._minor,
        )

    async def _minor(self) -> None:
        """Name who helps; what can be kept is offered below."""
        keep = (_("Keep the link and the time here…"), self._ask_minor)
        await self.menu(texts.helps_minors(self.context.region), [keep])

    async def _ask_minor(self) -> None:
        await self.form(
            (_("Only the link and the time are kept, in this vault; it is never opened."),),
            (Field("url", _("Link")),),
            _("Keep it"),
            self._keep_minor,
        )

    async def _keep_minor(self, typed: FormAnswers) -> None:
        await self.context.session.reported.add(typed.texts["url"], adult=False)
        told = texts.helps_minors(self.context.region)
        await self.tell((_("Kept: the link and the time, nothing else."), *told))

    async def _ask_link(self) -> None:
        today = f"{self.context.clock().astimezone():%Y-%m-%d}"
        await self.form(
            (_("Everything stays in this vault. Leave empty what you do not know."),),
            (
                Field("url", _("Link to the page, or to the picture itself")),
                Field("to", _("Reported to: the site or company")),
                Field(
                    "on",
                    _("On which day; with the time if you know it: {day} 14:30").format(day=today),
                ),
                Field(
                    "where",
                    _("Place whose law counts, mostly where you live: Spain, Texas, GB"),
                    self.context.region,
                ),
            ),
            _("Next"),
            self._ask_how,
        )

    async def _ask_how(self, typed: FormAnswers) -> None:
        """Ask the rest once what was typed makes sense."""
        if not typed.texts["url"].strip():
            raise UsageError(_("Type the link first."))
        await self.context.session.reported.ready(typed.texts["url"])
        day = typed.texts["on"].strip()
        on, day_only = typed_moment(day) if day else (None, False)
        where = typed.texts["where"].strip()
        place = named(where)
        if problem := unsure(where, place):
            raise UsageError(problem)
        report = Report(typed.texts["to"].strip(), on, day_only)
        channels = (
            (_NOT_SAID, _("I did not, or do not know")),
            *((channel.value, words.channel(channel)) for channel in ReportChannel),
        )
        kinds = tuple((kind.value, words.kind(kind)) for kind in _KINDS)
        await self.form(
            (
                _("Whether a law sets them a time hangs on these answers."),
                _(
                    "Complete: link, what is shown, that you did not agree, name, how to reach "
                    "you, a signature if asked for. Not sure: leave it empty."
                ),
            ),
            (
                ChoiceField("channel", _("How did you report it?"), channels),
                ChoiceField("kind", _("What does it show?"), kinds),
                TickField(
                    "complete",
                    _("My request was complete"),
                ),
            ),
            _("Add"),
            partial(self._add, typed.texts["url"], report, place.code),
        )

    async def _add(self, url: str, report: Report, where: str, typed: FormAnswers) -> None:
        chosen = typed.chosen["channel"]
        channel = None if chosen == _NOT_SAID else ReportChannel(chosen)
        entry = await self.context.session.reported.add(
            url,
            adult=True,
            report=Report(report.to, report.on, report.day_only, channel),
            where=where,
            kind=ReportedKind(typed.chosen["kind"]),
            complete=typed.ticks["complete"],
        )
        clock = entry.clock
        told = () if clock is None else (texts.clock_long(clock, self.context.clock()),)
        await self.tell((_("Written down."), *told, *entry.next.says))
