"""auditor awareness test and result: the measure of skill, on a trainer's own pictures.

No vault, no network; pictures are decoded by a reader process and shown as clean copies.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import ask, output
from auditor.cli.commands.awareness.folder import (
    TestFolder,
    content_of,
    looked_at,
    manifest_of,
    settings_of,
)
from auditor.errors import ReaderError, UsageError
from auditor.messages import N_, _

if TYPE_CHECKING:
    from auditor.awareness.giveaways import LookedPicture
    from auditor.awareness.kept import KeptTest
    from auditor.awareness.manifest import TestPicture
    from auditor.awareness.parts import TestPart
    from auditor.awareness.skill import PictureAnswer
    from auditor.config import ReaderSettings

_NEXT = (
    (N_("look for where it was shown first"), 1.0),
    (N_("ask whom it is said to show, by another way"), 1.0),
    (N_("read its credential, or look for an older copy"), 1.0),
    (N_("leave it alone"), 0.5),
    (N_("send it on and ask others"), 0.0),
    (N_("send it on: it looks right to me"), 0.0),
)
"""What somebody may do next, and the part of a point that it is worth."""


def test_command(
    context: typer.Context,
    folder: TestFolder,
    part: Annotated[str, typer.Option("--part", metavar="WHEN", help=_("pre, post or delayed."))],
    copies: Annotated[
        Path, typer.Option("--copies", metavar="DIR", help=_("A new folder for clean copies."))
    ],
    results: Annotated[
        Path, typer.Option("--results", metavar="FILE", help=_("Your results: kept only here."))
    ],
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,  # noqa: PT028 - a command, no test
) -> None:
    """Ask of each picture of a folder whether it is real, how sure, and what next.

    A part that was broken off goes on where it was. Not for intimate pictures of anyone under 18:
    Take It Down or Report Remove.
    """
    from auditor.awareness import kept
    from auditor.awareness.giveaways import giveaways, refuse_twice, shown_side, too_few
    from auditor.awareness.parts import TestPart, pictures_of

    if part not in {*TestPart}:
        raise UsageError(_("--part is pre, post or delayed."))
    taken = TestPart(part)
    manifest = manifest_of(folder)
    now = datetime.now(UTC)
    test = kept.read(results) or kept.KeptTest(secrets.randbelow(1 << 30), now.isoformat())
    kept.check(test, taken, now)
    settings = settings_of(context)
    looked = looked_at(settings, folder, [each.file for each in manifest.pictures])
    refuse_twice(looked)
    for note in too_few(manifest.pictures):
        output.narrate(note)
    if any(giveaways(manifest, looked)):  # which, would tell the learner labels
        output.narrate(
            _("The folder may give answers away; auditor awareness check tells its maker how.")
        )
    dealt = {each: pictures_of(manifest.pictures, each, test.seed) for each in TestPart}
    answers, items = _begun(test, taken, dealt, looked)
    shown = dealt[taken]
    cleaned = asyncio.run(_clean(settings, folder, shown, items, shown_side(looked)))
    files = _write_copies(copies, cleaned)
    if answers:
        output.narrate(_("Goes on after {count} answers.").format(count=len(answers)))
    for number in range(len(answers), len(shown)):
        answers.append(_ask_kept(test, number, files, shown[number], items))
        kept.write(results, kept.begun(test, taken, answers))
    test = kept.added(test, taken, answers, datetime.now(UTC))
    kept.write(results, test)
    alone = {taken: test.parts[taken]}
    _tell_all(kept.KeptTest(test.seed, test.begun, alone), as_json=as_json)


def result_command(
    results: Annotated[Path, typer.Argument(metavar="FILE", help=_("What test kept."))],
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """Show how well each part of a kept test went; drawings never count."""
    from auditor.awareness import kept

    test: KeptTest | None = kept.read(results)
    if test is None:
        raise UsageError(_("{file} is not there.").format(file=results))
    _tell_all(test, as_json=as_json)


def _tell_all(test: KeptTest, *, as_json: bool) -> None:
    if as_json:
        from auditor.report.json.awareness import awareness_result

        output.document(awareness_result(test))
        return
    for part, done in test.parts.items():
        _tell(part, done.answers)
    if test.under_way is not None:
        output.line(
            _("{part}: begun, {count} answered; not counted before its end").format(
                part=test.under_way.part, count=len(test.under_way.answers)
            )
        )


async def _clean(
    settings: ReaderSettings,
    folder: Path,
    pictures: Sequence[TestPicture],
    items: Sequence[str],
    side: int,
) -> list[tuple[str, bytes]]:
    """Return the name and bytes of a clean copy of each picture, numbered. Raises UsageError."""
    from auditor.domain.hardening import Wishes
    from auditor.readers.process.pool import ReaderPool

    found: list[tuple[str, bytes]] = []
    async with ReaderPool(settings, thumbnails=False) as pool:
        for number, (picture, item) in enumerate(zip(pictures, items, strict=True), 1):
            data = content_of(folder / picture.file)
            if hashlib.sha256(data).hexdigest() != item:
                raise UsageError(_("{file} has just changed.").format(file=picture.file))
            try:
                copy = await pool.harden(data, Wishes(side, notice=False))
            except ReaderError as error:
                raise UsageError(
                    _("{file}: cannot be read ({reason})").format(
                        file=picture.file, reason=error.message
                    )
                ) from error
            found.append((f"{str(number).zfill(2)}.{copy.ending}", copy.data))
    return found


def _write_copies(target: Path, pictures: Sequence[tuple[str, bytes]]) -> list[Path]:
    """Write the copies into a new folder, or take the one that a broken off test left there."""
    from auditor.adapters.files.new_folder import write_files

    if not _has(target, pictures):
        write_files(target, pictures)
    return [target / name for name, _data in pictures]


def _begun(
    test: KeptTest,
    part: TestPart,
    dealt: Mapping[TestPart, Sequence[TestPicture]],
    looked: Mapping[str, LookedPicture],
) -> tuple[list[PictureAnswer], list[str]]:
    """Return the answers of a part so far, and the hashes of all its pictures; tell what was taken.

    Raises UsageError where the folder has too few pictures, or others than at parts before.
    """
    from auditor.awareness import kept

    if not dealt[part]:
        raise UsageError(_("Three parts need three real and three fake pictures at least."))
    hashes = {
        each: [(looked[picture.file].sha256, picture.label) for picture in pictures]
        for each, pictures in dealt.items()
    }
    kept.check_folder(test, hashes)
    answers = list(kept.so_far(test, part, hashes[part]))
    if test.parts:  # so that nobody goes on with the results of somebody else unawares
        days = (f"{each.value} ({done.ended.date()})" for each, done in test.parts.items())
        output.narrate(_("Taken before: {parts}.").format(parts=", ".join(days)))
    return answers, [item for item, _label in hashes[part]]


def _has(folder: Path, pictures: Sequence[tuple[str, bytes]]) -> bool:
    try:
        return all((folder / name).read_bytes() == data for name, data in pictures)
    except OSError:
        return False


def _ask_kept(
    test: KeptTest, number: int, files: Sequence[Path], picture: TestPicture, items: Sequence[str]
) -> PictureAnswer:
    """Ask of the picture at `number`. Raises UsageError where nobody answers."""
    try:
        return _ask(number + 1, files[number], picture, items[number], test.seed)
    except UsageError as error:
        raise UsageError(
            _("Stopped at picture {number} of {count}; {kept} answers are kept.").format(
                number=number + 1, count=len(files), kept=number
            ),
            _("The same command goes on there."),
        ) from error


def _ask(number: int, file: Path, picture: TestPicture, item: str, seed: int) -> PictureAnswer:
    from auditor.awareness.parts import turned
    from auditor.awareness.skill import LEAST_SURE, SURE, PictureAnswer

    told = _("Picture {number}: open {file}")
    output.narrate(told.format(number=str(number).zfill(2), file=file))
    began = time.monotonic()
    fake = _numbered(_("1 real, 2 fake: "), 1, 2) == len(("real", "fake"))
    seconds = time.monotonic() - began
    sure = _numbered(_("How sure, 50 (a guess) to 100: "), LEAST_SURE, SURE)
    offered = [_NEXT[place] for place in turned(len(_NEXT), seed, item)]
    for place, (words, _worth) in enumerate(offered, 1):
        output.narrate(f"{place}  {_(words)}")
    _words, worth = offered[_numbered(_("What would you do next? "), 1, len(offered)) - 1]
    return PictureAnswer(item, picture.label, "fake" if fake else "real", sure, worth, seconds)


def _numbered(question: str, least: int, most: int) -> int:
    while True:
        typed = ask.answer(question)
        if typed.isascii() and typed.isdigit() and least <= int(typed[:4]) <= most:
            return int(typed)


def _tell(part: str, answers: list[PictureAnswer]) -> None:
    from auditor.awareness.skill import LEAST_EACH, score, sureness

    told = score(answers)
    output.line(
        _(
            "{part}: {right} of {count} told right; {hits} of {fakes} fakes found, {alarms} "
            "of {reals} real ones taken for fake"
        ).format(
            part=part,
            right=told.right,
            count=told.fakes + told.reals,
            hits=told.hits,
            fakes=told.fakes,
            alarms=told.false_alarms,
            reals=told.reals,
        )
    )
    if told.sensitivity is None or told.points is None:
        output.line(
            _("No d' and no points: that takes {least} real and {least} fake.").format(
                least=LEAST_EACH
            )
        )
    else:
        measured = told.sensitivity
        output.line(
            _(
                "d' {d:.2f} (95 %: about {low:.2f} to {high:.2f}), c {c:.2f}, ln beta {beta:.2f}"
            ).format(
                d=round(measured.d_prime, 2) + 0.0,
                low=measured.low,
                high=measured.high,
                c=round(measured.criterion, 2) + 0.0,
                beta=round(measured.ln_beta, 2) + 0.0,  # never -0.00
            )
        )
        output.line(
            _("{points:.0f} of 100 points, half of them for what comes next").format(
                points=told.points
            )
        )
    output.line(sureness(told))
    output.line(_("{seconds:.1f} s a picture").format(seconds=told.seconds))
