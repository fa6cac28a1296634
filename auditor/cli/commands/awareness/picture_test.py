"""auditor awareness test and result: the measure of skill, on a trainer's own pictures.

No vault, no network; pictures are decoded by a reader process and shown as clean copies.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import ask, output
from auditor.cli.running import opening_of, options_of
from auditor.errors import UsageError
from auditor.messages import N_, _

if TYPE_CHECKING:
    from auditor.awareness.kept import KeptTest
    from auditor.awareness.manifest import ManifestFile, TestPicture
    from auditor.awareness.skill import PictureAnswer
    from auditor.config import ReaderSettings

_SIDE = 800
_LEAST_SURE, _SURE = 50, 100
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
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help=_("Folder with pictures and manifest.toml."))
    ],
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

    Not for intimate pictures of anyone under 18: Take It Down or Report Remove.
    """
    from auditor.awareness import kept
    from auditor.awareness.manifest import notes, same_twice
    from auditor.awareness.parts import TestPart, pictures_of

    if part not in {*TestPart}:
        raise UsageError(_("--part is pre, post or delayed."))
    manifest = _manifest(folder)
    now = datetime.now(UTC)
    test = kept.read(results) or kept.KeptTest(secrets.randbelow(1 << 30), now.isoformat())
    kept.check(test, TestPart(part), now)
    files = {picture.file: _bytes(folder / picture.file) for picture in manifest.pictures}
    hashes = {file: hashlib.sha256(data).hexdigest() for file, data in files.items()}
    for twice in same_twice(tuple(hashes.items())):
        raise UsageError(twice, _("Take one of them out."))
    for note in notes(manifest, {file: _format(data) for file, data in files.items()}):
        output.narrate(note)
    shown = pictures_of(manifest.pictures, TestPart(part), test.seed)
    if not shown:
        raise UsageError(_("Three parts need three real and three fake pictures at least."))
    settings = opening_of(options_of(context)).settings.readers
    _write_copies(copies, asyncio.run(_clean(settings, [files[p.file] for p in shown])))
    answers = [_ask(number, copies, p, hashes[p.file]) for number, p in enumerate(shown, 1)]
    test = kept.added(test, TestPart(part), answers, datetime.now(UTC))
    kept.write(results, test)
    alone = {TestPart(part): test.parts[TestPart(part)]}
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


def _manifest(folder: Path) -> ManifestFile:
    from auditor.awareness.manifest import NAME, read_manifest

    return read_manifest(_bytes(folder / NAME))


def _bytes(path: Path) -> bytes:
    from auditor.adapters.local_files import open_file, read_all

    try:
        with open_file(path) as file:
            return read_all(file)
    except OSError as error:
        raise UsageError(
            _("{file}: cannot be read ({reason})").format(file=path.name, reason=error.strerror)
        ) from error


def _format(data: bytes) -> str:
    for first, name in ((b"\xff\xd8", "JPEG"), (b"\x89PNG", "PNG"), (b"RIFF", "WebP")):
        if data.startswith(first):
            return name
    return _("other")


async def _clean(settings: ReaderSettings, pictures: list[bytes]) -> list[bytes]:
    from auditor.domain.hardening import Wishes
    from auditor.readers.process.pool import ReaderPool

    async with ReaderPool(settings, thumbnails=False) as pool:
        return [(await pool.harden(data, Wishes(_SIDE, notice=False))).data for data in pictures]


def _write_copies(target: Path, pictures: list[bytes]) -> None:
    from auditor.adapters.files.new_folder import write_files

    ending = {"JPEG": "jpg", "PNG": "png", "WebP": "webp"}
    write_files(
        target,
        [
            (f"{str(number).zfill(2)}.{ending.get(_format(data), 'bin')}", data)
            for number, data in enumerate(pictures, 1)
        ],
    )


def _ask(number: int, copies: Path, picture: TestPicture, item: str) -> PictureAnswer:
    from auditor.awareness.skill import PictureAnswer

    output.narrate(
        _("Picture {number}: open {file}").format(
            number=str(number).zfill(2), file=next(copies.glob(f"{str(number).zfill(2)}.*"))
        )
    )
    began = time.monotonic()
    fake = _numbered(_("1 real, 2 fake: "), 1, 2) == len(("real", "fake"))
    seconds = time.monotonic() - began
    sure = _numbered(_("How sure, 50 (a guess) to 100: "), _LEAST_SURE, _SURE)
    for place, (words, _worth) in enumerate(_NEXT, 1):
        output.narrate(f"{place}  {_(words)}")
    step = _numbered(_("What would you do next? "), 1, len(_NEXT))
    return PictureAnswer(
        item, picture.label, "fake" if fake else "real", sure, _NEXT[step - 1][1], seconds
    )


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
                d=measured.d_prime,
                low=measured.low,
                high=measured.high,
                c=measured.criterion,
                beta=measured.ln_beta,
            )
        )
        output.line(
            _("{points:.0f} of 100 points, half of them for what comes next").format(
                points=told.points
            )
        )
    output.line(sureness(told))
    output.line(_("{seconds:.1f} s a picture").format(seconds=told.seconds))
