"""Writes the files that ask AI collectors to stay away from an own site. Sends nothing."""

from __future__ import annotations

import asyncio
from functools import partial

from auditor.messages import N_, _
from auditor.tui.work_box import Field, FormAnswers, TickField, WorkBox


class OptOutBox(WorkBox):
    """Which agents, an own robots.txt to keep, and where the files are written."""

    HELP = N_(
        "For a site of your own: robots.txt, headers, tdmrep.json, ai.txt and a README that says "
        "who obeys each. These are requests, and do nothing about copies that were already taken. "
        "You put the files on your site yourself; nothing is sent."
    )
    TITLE_KEY = N_("Files that say no to AI training")

    async def begin(self) -> None:
        """Ask for everything at once."""
        await self.form(
            (_("The files are written into a new folder. You put them on your site yourself."),),
            (
                Field("folder", _("A new folder for the files")),
                Field("merge", _("Your own robots.txt, to be kept in it; empty: none")),
                TickField("all", _("Name every known AI agent, not only collectors for training")),
            ),
            _("Write them"),
            self._write,
        )

    async def _write(self, typed: FormAnswers) -> None:
        folder = typed.path("folder")
        merge = typed.path("merge") if typed.texts["merge"].strip() else None
        self.hide_paths(folder, *([merge] if merge else []))
        write = partial(self.desk.write_opt_out, folder, everyone=typed.ticks["all"], merge=merge)
        await self.tell(await asyncio.to_thread(write))
