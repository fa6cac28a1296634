"""Draws docs/pictures/*.svg.

The terminal UI on the practice range, screen by screen, without a terminal.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from auditor.cli.options import GlobalOptions
from auditor.cli.own_range.session import practice_session
from auditor.engine.session import Session
from auditor.practice.range import PracticeRange
from auditor.tui.app import AuditorApp
from auditor.tui.base.messages import MAIN, Route
from auditor.tui.base.options import OpenSession, UiOptions
from auditor.tui.widgets.row_list import RowList

SIZE = (110, 34)
"""Columns and rows of a picture: readable in a README."""
SHOWN = (*MAIN, Route.LIKENESS, Route.LINKS, Route.PLACES, Route.HELP_NOW)


async def draw(
    open_session: OpenSession,
    folder: Path,
    *,
    size: tuple[int, int] = SIZE,
    theme: str | None = None,
) -> list[Path]:
    """Write one SVG a screen into `folder`, which must exist, and return their paths."""
    app = AuditorApp(
        open_session,
        UiOptions(vault_exists=False, ephemeral=True, practice=True, images="half-cell"),
    )
    made: list[Path] = []

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
            if place is Route.OVERVIEW:
                await pilot.press("enter")  # on what cannot wait
                await settle()
                save(Route.QUESTION.value)
            if place is Route.PHOTOS and app.screen.query_one(RowList).count:
                await pilot.press("enter")
                await settle()
                save(Route.PHOTO.value)
    return made


async def practice(folder: Path) -> list[Path]:
    """Draw the practice range: invented people, scanned over the real protocols on this device."""
    async with PracticeRange() as running:
        session = await practice_session(GlobalOptions(), running)
        await session.scan()

        async def opened(_passphrase: str | None) -> Session:
            return session

        try:
            return await draw(opened, folder)
        finally:
            await session.close()


def main() -> None:
    """Draw into this folder, or the one named on the command line."""
    folder = Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).parent
    folder.mkdir(parents=True, exist_ok=True)
    for path in asyncio.run(practice(folder)):
        sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main()
