"""Commands that help with the finding last looked at, as text to copy into a shell."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from auditor.messages import N_, _
from auditor.tui.page import Dialog
from auditor.tui.text.blunt_positions import near
from auditor.tui.text.plain import lines, plain
from auditor.tui.text.shell_commands import ways
from auditor.tui.widgets.prose import Prose


class WaysBox(Dialog[None]):
    """A title and a command each. Nothing is run or sent from here."""

    HELP = N_(
        "These commands are for a shell: copy one, or type it. Nothing is run, written or sent "
        "from this box. Escape closes it."
    )

    def compose(self) -> ComposeResult:
        """The box."""
        with VerticalScroll(id="box") as box:
            box.border_title = _("Commands that help")
            yield Prose(id="ways")

    def on_mount(self) -> None:
        """Look up the finding that the commands are about."""
        self.query_one("#box").focus()
        self.start("ways", self._load)

    async def _load(self) -> None:
        wanted = self.item or self.context.left.finding
        found = next(
            (finding for finding in await self.context.session.findings() if finding.id == wanted),
            None,
        )
        own_site = found is not None and self.context.own_site(found.observation.account)
        out = [
            plain(
                _("For a shell, outside of this program. Nothing is run or sent from here."),
                "$quiet",
            )
        ]
        if found is not None:
            out.append(
                plain(self.context.veil.statement(near(found.observation.title)), "bold", limit=400)
            )
        else:
            out.append(
                plain(
                    _(
                        "ID is the id of a finding: 'auditor findings' shows them, and key 4 with "
                        "its commands."
                    ),
                    "bold",
                )
            )
        told = ways(found, self.context.veil, own_site=own_site)
        self.query_one("#ways", Prose).write(
            lines(
                *out, *(part for command in told for part in _told(command.title, command.command))
            )
        )


def _told(title: str, command: str) -> Iterator[Content]:
    yield plain("")
    yield plain(title, limit=300)
    yield plain(f"  {command}", "bold $accent", limit=300)
