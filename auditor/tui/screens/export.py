"""Writes everything into one report, masked unless asked otherwise."""

from __future__ import annotations

import asyncio

from auditor.errors import UsageError
from auditor.messages import N_, _
from auditor.report import files
from auditor.tui.work_box import ChoiceField, Field, FormAnswers, TickField, WorkBox

_FORMS = (
    ("html", N_("a page to read or print")),
    ("csv", N_("a table")),
    ("json", N_("data for programs: shows everything")),
)


class ExportBox(WorkBox):
    """Which form, what it may show, and where it is written."""

    HELP = N_(
        "A report with the answers, the findings and the plan in one file, which is not encrypted. "
        "Account names, places and links are hidden unless you want them shown. A file of that "
        "name is not written over."
    )
    TITLE_KEY = N_("Save a report")

    async def begin(self) -> None:
        """Ask for everything at once."""
        await self.form(
            (_("The file is not encrypted: keep it where only you can read it."),),
            (
                ChoiceField("form", _("As"), tuple((key, _(title)) for key, title in _FORMS)),
                TickField("full", _("Show account names, places and links")),
                Field("target", _("File to write")),
            ),
            _("Write it"),
            self._write,
        )

    async def _write(self, typed: FormAnswers) -> None:
        target, form = typed.path("target"), typed.chosen["form"]
        full = typed.ticks["full"]
        if await asyncio.to_thread(target.exists):
            raise UsageError(
                _("{file}: is there already; nothing was written.").format(file=target),
                _("Choose another name."),
            )
        self.hide_paths(target)
        await files.save(target, files.pieces(self.context.session, form, full=full))
        shown = _("It shows account names, places and links: keep it where only you can read it.")
        await self.tell((_("Written: {file}").format(file=target), *((shown,) if full else ())))
