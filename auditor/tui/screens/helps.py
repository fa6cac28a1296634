"""What helps with the findings that were chosen, each on a screen of its own."""

from __future__ import annotations

from functools import partial

from auditor.messages import N_, _
from auditor.tui.base.messages import Go
from auditor.tui.base.what_helps import Help, what_helps
from auditor.tui.work_box import WorkBox


class HelpsBox(WorkBox):
    """The findings, and a button for each thing to do."""

    HELP = N_(
        "What helps beside the remedy: a letter to the site, a case file for a lawyer, clean "
        "copies to post instead, a new look. Each asks first what it needs. Nothing is sent."
    )
    TITLE_KEY = N_("What helps")

    async def begin(self) -> None:
        """Offer what fits the findings."""
        ids = (self.item or self.context.left.finding).split(",")
        found = await self.context.session.findings(ids=ids)
        own = bool(found) and all(self.context.own_site(f.observation.account) for f in found)
        general = _("For findings of your own, choose some on the Findings screen first.")
        where = self.context.region
        await self.menu(
            tuple(self.about(found)) or (general,),
            [
                (each.title, partial(self._lead, each))
                for each in what_helps(found, own_site=own, where=where)
            ],
        )

    async def _lead(self, to: Help) -> None:
        self.dismiss()
        self.app.post_message(Go(to.place, to.item))
