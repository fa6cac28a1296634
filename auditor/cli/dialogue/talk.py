"""What every menu of the dialogue has: the open session, and commands that run on it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from auditor.cli.dialogue.menu import DialogueInput, MenuChoice, MenuPage, menu
from auditor.cli.held import HeldSession
from auditor.cli.options import GlobalOptions
from auditor.cli.running import veil_of
from auditor.dataclass import dataclass
from auditor.messages import _
from auditor.report.veil import Veil

if TYPE_CHECKING:
    from auditor.cli.options import RunCommand
    from auditor.engine.session import Session
    from auditor.tui.base.range_owner import RangeOwner, RangeTasks

_Row = TypeVar("_Row")
_Result = TypeVar("_Result")
_PAGE = 10


@dataclass(slots=True)
class Talk:
    """One dialogue. `owner` acts on the practice range; None on the user's own accounts.

    `tasks` are those of its story.
    """

    options: GlobalOptions
    run_line: RunCommand
    asking: DialogueInput
    held: HeldSession
    owner: RangeOwner | None = None
    tasks: RangeTasks | None = None

    def command(self, *words: str) -> int:
        """Run a command as it would be typed, and return its exit code."""
        return self.run_line([*self.options.words(), *words], self.held)

    def doing(self, *words: str) -> Callable[[], int]:
        """Return what runs a command."""
        return lambda: self.command(*words)

    def on(self, task: Callable[[Session], Awaitable[_Result]]) -> _Result:
        """Run a task on the session."""
        return self.held.run(task)

    def veil(self) -> Veil:
        """Return what decides what may stand on a screen that others can see."""

        async def read(session: Session) -> Veil:
            return veil_of(self.options, await session.accounts.states())

        return self.on(read)

    def pages(
        self,
        heading: Callable[[int], str],
        count: Callable[[Session], Awaitable[int]],
        rows: Callable[[Session, int, int], Awaitable[Sequence[_Row]]],
        choice: Callable[[_Row], MenuChoice],
    ) -> None:
        """Let somebody choose from a long list, ten rows at a time. Raises DialogueLeft."""
        start = 0

        def turn(by: int) -> Callable[[], None]:
            def turned() -> None:
                nonlocal start
                start += by

            return turned

        async def read(session: Session) -> tuple[int, Sequence[_Row]]:
            return await count(session), await rows(session, start, _PAGE)

        def page() -> MenuPage:
            number, shown = self.on(read)
            told, there = [heading(number)], [choice(row) for row in shown]
            if number > _PAGE:
                first, last = start + 1, min(start + _PAGE, number)
                span = _("{first} to {last} of {all}.")
                told.append(span.format(first=first, last=last, all=number))
            if start + _PAGE < number:
                there.append(MenuChoice(_("Next page"), turn(_PAGE)))
            if start:
                there.append(MenuChoice(_("Page before"), turn(-_PAGE)))
            return MenuPage(told, there)

        menu(self.asking, page)
