"""What stands on the sheets of a pack: the pack itself for the trainer, a page for learners."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.guidance.help import sheet_lines
from auditor.messages import _
from auditor.practice.packs.blocks import (
    Sheet,
    SheetBlanks,
    SheetBlock,
    SheetHeading,
    SheetList,
    SheetTable,
    SheetText,
    SheetWords,
)
from auditor.practice.packs.read import Pack
from auditor.practice.packs.rows import SLICE, ClassQuestion, PackSection

LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"


def licence() -> str:
    """Return under which licence a sheet may be copied and changed."""
    return _(
        "You may copy and change this sheet if you name its source: “auditor, practice range”. "
        "Licence: Creative Commons Attribution 4.0 International (CC BY 4.0), {url}"
    ).format(url=LICENCE_URL)


def pack_sheet(pack: Pack, where: str = "") -> Sheet:
    """Return the whole pack for a trainer, with the help lines of a place where it is known."""
    title = _("{minutes} minutes: {title}").format(minutes=pack.minutes, title=_(pack.title))
    return Sheet(title, (SheetHeading(1, title), *_pack_blocks(pack, where)))


def handout_sheet(pack: Pack, where: str = "") -> Sheet:
    """Return the one page for learners."""
    title = _(pack.title)
    blocks: list[SheetBlock] = [SheetHeading(1, title)]
    about = _("{name} does not exist. Everything that we looked at is invented.")
    blocks.append(SheetText(about.format(name=pack.person), quiet=True))
    for part in pack.handout:
        blocks += [SheetHeading(2, _(part.title)), SheetList(_all(part.items))]
    blocks.append(SheetHeading(2, _help_title(where)))
    blocks.append(SheetList(sheet_lines.short(where)))
    if not sheet_lines.place(where):
        blocks.append(SheetBlanks((_("Help line here"), _("Help line for young people here"))))
    blocks.append(SheetText(licence(), quiet=True))
    return Sheet(title, tuple(blocks), small=True)


def _pack_blocks(pack: Pack, where: str) -> Iterator[SheetBlock]:
    yield SheetText(_(pack.aim))
    yield SheetHeading(2, _("What learners can do afterwards"))
    yield SheetList(_all(pack.outcomes), numbered=True)
    yield SheetHeading(2, _("For whom"))
    yield SheetText(_(pack.audience))
    yield SheetHeading(2, _("Who should not be in the room"))
    yield SheetList(_all(pack.not_in_the_room))
    yield SheetHeading(2, _("What learners may leave out"))
    yield SheetList(_all(pack.opt_outs))
    yield SheetHeading(2, _("What you need"))
    yield SheetList(_all(pack.kit), boxes=True)
    yield SheetHeading(2, _("Time line"))
    yield time_line(pack)
    for minute, part in pack.starts():
        yield from _part(minute, part)
    yield SheetHeading(2, _("What goes wrong, and what then"))
    yield SheetTable(
        (_("What"), _("Then")),
        tuple((_(trouble.what), _(trouble.then)) for trouble in pack.troubles),
    )
    yield SheetHeading(2, _("After two weeks"))
    yield SheetText(_("Three questions, to be answered by whoever wants to:"), leads=True)
    yield SheetList(_all(pack.follow_up), numbered=True)
    yield SheetText(_("Do again: {what}").format(what=_(pack.again)))
    yield SheetText(licence(), quiet=True)
    yield from _disclosure(pack, where)


def time_line(pack: Pack) -> SheetTable:
    """Return what happens in every five minutes of a pack."""
    rows = []
    for start, part in pack.starts():
        for minute in range(start, start + part.minutes, SLICE):
            again = minute > start
            title = _("{title}, further").format(title=_(part.title)) if again else _(part.title)
            rows.append((f"{minute}–{minute + SLICE}", _(part.sign), title))
    return SheetTable((_("Minutes"), _("Part"), _("What happens")), tuple(rows))


def _part(minute: int, part: PackSection) -> Iterator[SheetBlock]:
    span = f"{minute}–{minute + part.minutes}"
    yield SheetHeading(2, f"{span} · {_(part.title)}")
    yield SheetList(_all(part.does))
    yield SheetHeading(3, _("Words to say"))
    yield SheetWords(_all(part.words))
    for question in part.questions:
        yield from _question(question)
    if part.tasks:
        tasks = ", ".join(part.tasks)
        yield SheetText(_("Tasks: {tasks}").format(tasks=tasks), quiet=True)


def _question(question: ClassQuestion) -> Iterator[SheetBlock]:
    if not question.choices:
        yield SheetText(_("Pause and ask: {question}").format(question=_(question.ask)))
        return
    yield SheetText(_("Vote: {question}").format(question=_(question.ask)), leads=True)
    yield SheetList(_all(question.choices), numbered=True)
    if question.right:
        right = _("Right is {number}. {because}").format(
            number=question.right, because=_(question.because)
        )
    else:
        right = _("Right is what the program has found, as the lesson shows. {because}").format(
            because=_(question.because)
        )
    yield SheetText(right, quiet=True)


def _disclosure(pack: Pack, where: str) -> Iterator[SheetBlock]:
    said = pack.disclosure
    yield SheetHeading(2, _("If somebody tells you of harm"), apart=True)
    yield SheetList(_all(said.before))
    yield SheetHeading(3, _("Words to say"))
    yield SheetWords(_all(said.words))
    yield SheetHeading(3, _("What you do not do"))
    yield SheetList(_all(said.never))
    yield SheetHeading(3, _("Under 18"))
    yield SheetList(_all(said.minors))
    yield SheetHeading(3, _("To be filled in before the class"))
    yield SheetBlanks(_all(said.blanks))
    yield SheetHeading(3, _help_title(where))
    yield SheetList((*sheet_lines.calls(where), *sheet_lines.for_pictures(where)))
    more = _("Look them up again before each class: auditor help-services --where PLACE")
    yield SheetText(more, quiet=True)


def _help_title(where: str) -> str:
    place = sheet_lines.place(where)
    return _("Help lines: {place}").format(place=place) if place else _("Help lines")


def _all(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_(text) for text in texts)
