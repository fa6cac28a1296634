"""How a command ends that has told itself how it ended."""

from __future__ import annotations

import typer


class EndIsTold(typer.Exit):
    """Ends a command that has told how it ended itself."""
