"""Draws docs/pictures/*.svg: the terminal UI on a session, screen by screen, without a terminal.

The caller gives the session: `asyncio.run(draw(open_session, folder))`. Run as a script it takes MODULE:FUNCTION, where the
function takes a passphrase or None and awaits to an open session, for example
`python docs/pictures/make.py auditor.practice.session:opened docs/pictures`.
"""

from __future__ import annotations

import asyncio
import importlib
import sys
from pathlib import Path

from auditor.tui.app import AuditorApp
from auditor.tui.moves import Place
from auditor.tui.options import OpenSession, UiOptions
from auditor.tui.widgets.row_list import RowList

SIZE = (110, 34)
"""Columns and rows of a picture: readable in a README."""
SHOWN = (Place.OVERVIEW, Place.ACCOUNTS, Place.PHOTOS, Place.FINDINGS, Place.PLAN, Place.SCAN, Place.HELP_NOW)


async def draw(open_session: OpenSession, folder: Path, *, size: tuple[int, int] = SIZE, theme: str | None = None) -> list[Path]:
    """Write one SVG a screen into `folder` and return their paths."""
    app = AuditorApp(open_session, UiOptions(vault_exists=False, ephemeral=True, practice=True, images="half-cell"))
    made: list[Path] = []
    folder.mkdir(parents=True, exist_ok=True)

    async with app.run_test(size=size) as pilot:

        async def settle() -> None:
            for _turn in range(3):
                await app.workers.wait_for_complete()
                await pilot.pause()

        def save(name: str) -> None:
            path = folder / f"{name}.svg"
            path.write_text(app.export_screenshot(title="auditor"), "utf-8")
            made.append(path)

        await settle()
        if theme is not None:
            app.theme = theme
        for place in SHOWN:
            app.action_go(place.value)
            await settle()
            save(place.value)
            if place is Place.PHOTOS and app.screen.query_one(RowList).count:
                await pilot.press("enter")
                await settle()
                save(Place.PHOTO.value)
    return made


def main() -> None:
    """Draw with the session factory named on the command line."""
    module, _colon, name = sys.argv[1].partition(":")
    factory: OpenSession = getattr(importlib.import_module(module), name)
    for path in asyncio.run(draw(factory, Path(sys.argv[2]))):
        sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main()
