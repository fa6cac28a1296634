"""Shows the terminal UI with invented data.

Run by python -m tests.tui.demo_app [empty|welcome|locked|projector|hostile|many].
"""

from __future__ import annotations

import sys

from auditor.engine.session import Session
from auditor.errors import VaultLocked
from auditor.tui.app import AuditorApp
from auditor.tui.base.options import UiOptions
from tests.fakes.hostile import HOSTILE
from tests.fakes.people import NOW
from tests.fakes.session import PASSPHRASE, FakeSession


def build(kind: str) -> AuditorApp:
    """Return an app of one kind."""

    async def opened(passphrase: str | None) -> Session:
        if kind == "locked" and passphrase not in {PASSPHRASE, "x"}:
            raise VaultLocked(
                "That passphrase does not open this vault.", "Type it again; capital letters count."
            )
        if kind == "hostile":
            return FakeSession(word=" ".join(HOSTILE))
        return FakeSession(100_000 if kind == "many" else 60, empty=kind == "empty")

    async def remember(_passphrase: str) -> None:
        return

    options = UiOptions(
        vault_exists=kind == "locked",
        practice=kind not in {"welcome", "locked"},
        projector=kind == "projector",
        images="half-cell",
        remember=remember,
        open_unsaved=opened,
    )
    return AuditorApp(opened, options, clock=lambda: NOW)


if __name__ == "__main__":
    build(sys.argv[1] if len(sys.argv) > 1 else "usual").run()
