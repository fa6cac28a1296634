"""Sessions on the practice range, in memory: for the commands, and for the terminal UI.

A session is one person's: the accounts of the others on the range are not on its list.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from auditor.cli import output
from auditor.cli.lines import plain as plain_lines
from auditor.cli.options import GlobalOptions
from auditor.cli.parser.ending import EndIsTold
from auditor.cli.running import tell_failures
from auditor.dataclass import dataclass
from auditor.domain.account import Claim
from auditor.errors import ExitCode, UsageError
from auditor.messages import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditor.cli.own_range.learner import PracticeTasks
    from auditor.cli.own_range.owner import PracticeOwner
    from auditor.config import Settings
    from auditor.engine.session import Session
    from auditor.ports import Readers
    from auditor.practice.range import PracticeRange
    from auditor.practice.reach import TakenSeat
    from auditor.practice.stories.rows import StoryLevel
    from auditor.readers.process.pool import ReaderPool
    from auditor.tui.base.desk import Desk
    from auditor.tui.base.options import OpenSession
    from auditor.tui.lesson.run import LessonRun
    from auditor.wiring import Opening


DEFAULT_PERSONA = "mara"


class DrawnFrom(Protocol):
    """What tells which pictures a range has."""

    @property
    def seed(self) -> int:
        """The seed that they are drawn from."""
        ...

    @property
    def story(self) -> str:
        """The story that was chosen, empty for the first three."""
        ...

    @property
    def level(self) -> int:
        """How much of it is told."""
        ...


@contextmanager
def until_stopped() -> Iterator[None]:
    """Take Ctrl+C as the end of the practice range, of which nothing is kept. Raises EndIsTold."""
    try:
        yield
    except KeyboardInterrupt:
        output.narrate(_("The practice range has ended. Nothing of it is kept."))
        raise EndIsTold(ExitCode.INTERRUPTED) from None


def check_persona(name: str) -> str:
    """Return the key of the invented person of that name. Raises UsageError."""
    from auditor.practice.stories.read import story_keys

    if name.casefold() not in story_keys():
        raise UsageError(
            _("Nobody on the practice range has that name."),
            _("The people of the range are: {names}.").format(names=", ".join(story_keys())),
        )
    return name.casefold()


def check_story(name: str, level: int) -> str:
    """Return the key of a story that has a level, empty for the first three people.

    Raises UsageError.
    """
    from auditor.practice.stories.read import read_story

    key = check_persona(name) if name else ""
    most = read_story(key).levels if key else 1
    if level > most:
        raise UsageError(
            _("There is no level {level} of that.").format(level=level),
            _("Stories with three levels are: {names}.").format(names=", ".join(_in_levels())),
        )
    return key


def story_of(persona: str, level: int = 1, *, alone: bool = False) -> str:
    """Return the story that a range is opened with for a person.

    None for the first three, who share a range where most is told, unless they are to be `alone`.
    """
    from auditor.practice.stories.cast import FIRST

    return "" if persona in FIRST and level == 1 and not alone else persona


def tasks_of(
    persona: str, photos: int, seed: int, level: int, *, alone: bool = False
) -> PracticeTasks:
    """Return the tasks of a story that is open like that."""
    from auditor.cli.own_range.learner import PracticeTasks
    from auditor.practice.tasks.run import StoryRun

    how: StoryLevel = 1 if level == 1 else 2 if level == 2 else 3  # noqa: PLR2004 - the levels
    story = story_of(persona, level, alone=alone)
    return PracticeTasks(StoryRun(persona, how, photos, seed, alone=bool(story)))


def _in_levels() -> tuple[str, ...]:
    from auditor.practice.stories.read import read_story, story_keys

    return tuple(key for key in story_keys() if read_story(key).levels > 1)


async def practice_session(
    options: GlobalOptions, practice: PracticeRange, persona: str = DEFAULT_PERSONA
) -> Session:
    """Open a session in memory as one person of the range, which reaches nothing else.

    It knows that person's accounts and the one that pretends to be them.
    """
    from auditor.wiring import Opening, open_session

    settings = practice_settings(options.settings(), practice)
    opening = Opening(
        settings,
        None,
        ephemeral=True,
        practice_only=True,
        range_seed=practice.seed,
        around=None if practice.same_size else prepared_readers(practice),
    )
    session = await open_session(opening, None)
    tell_failures()
    for account in practice.accounts_of(persona):
        await session.accounts.add(
            account.text,
            claim=Claim(account.claim),
            platform=account.platform,
            handle=account.handle,
            again=account.handle,  # nobody's: the range is ours
        )
    return session


def prepared_readers(drawn: DrawnFrom) -> Callable[[ReaderPool], Readers] | None:
    """Return what puts the facts that were prepared for a range around the readers.

    None where its pictures are others.
    """
    from auditor.practice.prepared.facts import SEED, facts_for
    from auditor.practice.prepared.readers import PreparedReaders
    from auditor.practice.stories.cast import cast_of

    if drawn.seed != SEED:
        return None
    known = facts_for(cast_of(*filter(None, [drawn.story]), level=drawn.level))
    return (lambda pool: PreparedReaders(pool, known)) if known else None


def practice_settings(settings: Settings, practice: PracticeRange | TakenSeat) -> Settings:
    """Return `settings` with the servers of the range opened, and asked for the public ones."""
    network = replace(settings.network, allow_hosts=practice.allow_hosts, proxy="", offline=False)
    atproto = replace(
        settings.sources.atproto, plc_url=practice.plc_url, appview_url=practice.appview_url
    )
    return replace(settings, network=network, sources=replace(settings.sources, atproto=atproto))


def _people(persona: str) -> tuple[str, ...]:
    """Return whose stories there are, that of this run first, and how to be another."""
    from auditor.practice.stories.read import read_story, story_keys

    people = tuple(read_story(key).person for key in story_keys())
    first = next(person for person in people if person.key == persona)
    others = (person for person in people if person is not first)
    return (
        f"{first.name}, {first.work}",
        *(
            _("{name}, {work}: start with --persona {key}").format(
                name=person.name, work=person.work, key=person.key
            )
            for person in others
        ),
    )


def run_practice_ui(
    options: GlobalOptions,
    photos: int,
    seed: int,
    persona: str,
    desk: Callable[[Opening], Desk] | None = None,
    level: int = 1,
    lesson: LessonRun | None = None,
) -> None:
    """Run the terminal UI as one person of a range of `photos` photos, with a desk if there is one.

    With a lesson it begins with that, on the pictures that the seats of a class have, and shows the
    invented as it would real people where `options.projector` says so. Raises UsageError without a
    terminal.
    """
    from auditor.cli.own_range.owner import PracticeOwner
    from auditor.practice.range import PracticeRange

    running, owner = AsyncExitStack(), PracticeOwner()
    story = story_of(persona, level, alone=lesson is not None)
    tasks = tasks_of(persona, photos, seed, level, alone=lesson is not None)

    async def opened(_passphrase: str | None) -> Session:
        await running.aclose()
        made = PracticeRange(photos=photos, seed=seed, story=story, level=level, ahead=True)
        practice = await running.enter_async_context(made)
        session = await practice_session(options, practice, persona)
        owner.begin(practice, session)
        tasks.begin()
        return session

    people = _people(persona) if lesson is None else ()
    run_ui(options, opened, OnTheRange(owner, people, tasks, lesson), desk)


@dataclass(frozen=True, slots=True)
class OnTheRange:
    """What the terminal UI has on a range: who acts as the owner, who lives there, tasks."""

    owner: PracticeOwner
    people: tuple[str, ...]
    tasks: PracticeTasks
    lesson: LessonRun | None = None


def run_ui(
    options: GlobalOptions,
    opened: OpenSession,
    on_the_range: OnTheRange,
    desk: Callable[[Opening], Desk] | None,
) -> None:
    """Run the terminal UI on a range that `opened` opens. Raises UsageError without a terminal."""
    from auditor.cli.terminal_ui import need_terminal, run
    from auditor.tui.base.options import UiOptions
    from auditor.wiring import Opening

    need_terminal()
    if plain_lines.wanted() and options.run is not None:
        from auditor.cli.dialogue.start import on_range

        on_range(
            options,
            options.run,
            lambda: opened(None),
            on_the_range.owner,
            on_the_range.people,
            on_the_range.tasks,
        )
        return
    settings = options.settings()
    run(
        opened,
        UiOptions(
            vault_exists=False,
            projector=options.projector,
            ephemeral=True,
            practice=True,
            invented=on_the_range.lesson is None or not options.projector,
            images=settings.ui.images,
            idle_minutes=settings.vault.idle_minutes,
            language=settings.ui.language,
            owner=on_the_range.owner,
            tasks=on_the_range.tasks,
            people=on_the_range.people,
            lesson=on_the_range.lesson,
            desk=None if desk is None else desk(Opening(settings, None, ephemeral=True)),
        ),
    )
