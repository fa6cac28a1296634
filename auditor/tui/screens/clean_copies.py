"""Makes copies of pictures to post, without what the originals give away."""

from __future__ import annotations

from auditor.domain.hardening import Wishes, joined
from auditor.domain.remedies import row_of
from auditor.domain.secret import Secret
from auditor.errors import UsageError
from auditor.guidance import handover
from auditor.messages import N_, _
from auditor.tui.base.desk import MADE_BY
from auditor.tui.work_box import ChoiceField, Field, FormAnswers, TickField, WorkBox

_SIDES = (0, 1080, 640, 511)
_TITLES = {
    "camera": N_("a camera"),
    "screen": N_("a picture of a screen"),
    "hand": N_("drawn or painted"),
    "ai": N_("made by AI"),
}


class CopiesBox(WorkBox):
    """Which pictures, what is to go, and where the copies are written."""

    HELP = N_(
        "Copies without metadata, smaller and with faces and words covered if you like. The "
        "originals are only read, never changed. What was not found is not covered: look at every "
        "copy before you post it."
    )
    TITLE_KEY = N_("Clean copies to post")

    async def begin(self) -> None:
        """Ask for everything at once, with what the finding last looked at asks for."""
        wishes = await self._asked()
        own = self.desk.certificate()
        signing = [TickField("sign", _("Sign them with your certificate"))] if own else []
        sealed = [Field("secret", _("Passphrase of its key"), secret=True)]
        sides = sorted(_SIDES, key=lambda side: (side != wishes.max_side, -side))
        made = ChoiceField("made", _("Made by"), tuple((k, _(t)) for k, t in _TITLES.items()))
        await self.form(
            (
                _("The originals are only read. Several paths: with commas between them."),
                handover.not_for_minors(),
            ),
            (
                Field("paths", _("Pictures, or folders of them")),
                Field("folder", _("Folder for the copies, never among the originals")),
                ChoiceField(
                    "side",
                    _("Longest side"),
                    tuple((str(side), _side(side)) for side in sides),
                ),
                TickField("faces", _("Cover faces"), on=wishes.faces),
                TickField("largest", _("but not the largest face"), on=wishes.keep_largest),
                TickField("text", _("Cover words and codes"), on=wishes.text),
                TickField("notice", _("Write into them that they must not be mined"), on=True),
                *signing,
                *(sealed if own is not None and own.sealed else []),
                *([made] if own else []),
            ),
            _("Make the copies"),
            self._make,
        )

    async def _asked(self) -> Wishes:
        """Return what a clean copy has to be like to answer the chosen findings."""
        ids = (self.item or self.context.left.finding).split(",")
        found = await self.context.session.findings(ids=ids)
        asked = (row_of(finding.remedy.key).clean_copy for finding in found)
        return joined(wishes for wishes in asked if wishes is not None)

    async def _make(self, typed: FormAnswers) -> None:
        paths, folder = typed.paths("paths"), typed.path("folder")
        made = typed.chosen.get("made") or MADE_BY[0]
        if not typed.chosen.get("side", "").isdigit():
            raise UsageError(_("Choose how large the copies may be."))
        wishes = Wishes(
            int(typed.chosen["side"]),
            typed.ticks["faces"],
            typed.ticks["text"],
            typed.ticks["largest"],
            typed.ticks["notice"],
        )
        sign = Secret(typed.texts.get("secret", "")) if typed.ticks.get("sign") else None
        self.hide_paths(*paths, folder)
        await self.tell(await self.desk.make_copies(paths, folder, wishes, made, sign))


def _side(side: int) -> str:
    return _("{side} pixels").format(side=side) if side else _("as large as the original")
