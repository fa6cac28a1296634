"""auditor private match and check-link: compare pictures with the private hash list.

The pictures are on this device, or behind one link.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.adapters.local_files import content
from auditor.cli import output
from auditor.cli.ask import FROM_STDIN, private_text, yes
from auditor.cli.local_files import PicturePaths, as_video, named, pictures_in
from auditor.cli.options import GlobalOptions
from auditor.cli.running import on_session, options_of, shown
from auditor.domain.private import PrivateKind
from auditor.domain.text.statement import Kind
from auditor.errors import ReaderError, UsageError
from auditor.messages import _, ngettext

if TYPE_CHECKING:
    from auditor.engine.session import Session
    from auditor.report.json.private import ComparedFile

_AT_ONCE = 4

_Json = Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))]


def match(
    context: typer.Context,
    paths: PicturePaths = None,
    as_json: _Json = False,
) -> None:
    """Compare files and folders on this device with the list.
    Nothing is sent and nothing is kept.

    Not for intimate pictures of anyone under 18: Take It Down or Report Remove.
    """  # noqa: D205
    from auditor.guidance import handover

    output.narrate(handover.not_for_minors())  # before anything is read
    chosen = named(paths)

    async def task(session: Session) -> tuple[list[ComparedFile], Mapping[PrivateKind, int]]:
        return await _match_all(session, chosen), await session.private.outdated()

    compared, outdated = on_session(context, task)
    _show(compared, options_of(context), as_json=as_json)
    _tell_outdated(outdated)


def check_link(
    context: typer.Context,
    url: Annotated[
        str | None,
        typer.Argument(
            metavar=FROM_STDIN,
            help=_("The address of a picture is asked for; - reads it from standard input."),
        ),
    ] = None,
    agreed: Annotated[
        bool, typer.Option("--yes", help=_("You know that the visit may be logged."))
    ] = False,
    as_json: _Json = False,
) -> None:
    """Fetch one picture into memory, compare it with the list and throw it away.
    The link's owner may log the visit.

    Not for intimate pictures of anyone under 18: Take It Down or Report Remove.
    """  # noqa: D205
    from auditor.guidance import handover
    from auditor.report.json.private import ComparedFile

    for step in (handover.not_for_minors(), *handover.steps(handover.LINK)):
        output.narrate(step)
    address = private_text(url, _("Address of the picture: "))
    if not agreed:
        if not sys.stdin.isatty():
            raise UsageError(
                _("Nothing was asked for: the visit was not agreed to."),
                _("Add --yes if you want it."),
            )
        if not yes(_("Open the link?")):
            output.narrate(_("Nothing was asked for."))
            return

    async def task(session: Session) -> tuple[ComparedFile, Mapping[PrivateKind, int]]:
        compared = ComparedFile(address, await session.private.check_link(address))
        return compared, await session.private.outdated()

    compared, outdated = on_session(context, task)
    _show([compared], options_of(context), as_json=as_json, kind=Kind.URL)
    _tell_outdated(outdated)


def _tell_outdated(counts: Mapping[PrivateKind, int]) -> None:
    from auditor.guidance import handover

    if counts:
        output.narrate(handover.tell_outdated(counts))


async def _match_all(session: Session, paths: Sequence[str]) -> list[ComparedFile]:
    from auditor.report.json.private import ComparedFile

    await session.private.ready()
    gate = asyncio.Semaphore(_AT_ONCE)

    async def match_file(file: str) -> ComparedFile:
        async with gate:
            try:
                video = await asyncio.to_thread(as_video, Path(file))
                if video is not None:
                    return ComparedFile(file, await session.private.match_video(*video))
                return ComparedFile(
                    file, await session.private.match(await asyncio.to_thread(content, Path(file)))
                )
            except ReaderError as error:
                return ComparedFile(file, error=error.message)

    files = await asyncio.to_thread(lambda: list(pictures_in(paths, by_name=True)))
    return list(await asyncio.gather(*(match_file(file) for file in files)))


def _show(
    compared: Sequence[ComparedFile],
    options: GlobalOptions,
    *,
    as_json: bool,
    kind: Kind = Kind.FILE,
) -> None:
    from auditor.guidance import handover
    from auditor.report.json import private as private_documents

    if as_json:
        output.document(private_documents.matches(compared))
        return
    for result in compared:
        name = shown(options, result.file, kind)
        if result.error:
            output.line(_("{file}: not compared ({reason})").format(file=name, reason=result.error))
        for entry, hit in result.found:
            output.line(
                _told(confirmed=hit.confirmed).format(
                    file=name, label=shown(options, entry.label, Kind.NAME)
                )
            )
            output.line(
                "    "
                + _(
                    "what agrees: {variant}; {distance} of 256 bits differ; quality {quality} "
                    "and {private} of 100"
                ).format(
                    variant=hit.variant,
                    distance=hit.distance,
                    quality=hit.quality,
                    private=hit.private_quality,
                )
            )
    found = any(result.found for result in compared)
    done = sum(not result.error for result in compared)
    output.line()
    output.line(
        _("Files compared: {done}; that could not be: {failed}.").format(
            done=done, failed=len(compared) - done
        )
    )
    if not done:
        return  # "no possible match" would be taken for an answer
    part = handover.POSSIBLE if found else handover.NONE
    output.line(handover.title(part))
    for number, step in enumerate(handover.steps(part), 1):
        output.line(f"  {number}. {step}" if found else f"  {step}")
    if found:
        _tell_others(sum(not (result.found or result.error) for result in compared))


def _tell_others(count: int) -> None:
    """Say of files without a match beside one that has: nothing found is not certain either."""
    from auditor.guidance import handover

    if not count:
        return
    output.line()
    output.line(
        ngettext(
            "In {count} of the files nothing was found; that is not certain either.",
            "In {count} of the files nothing was found; that is not certain either.",
            count,
        ).format(count=count)
    )
    for step in handover.often_missed():
        output.line(f"  {step}")


def _told(*, confirmed: bool) -> str:
    """Return how sure a match is, in words. No hash is certain: only the user's own eyes are."""
    if confirmed:
        return _("{file}: likely a match with “{label}”; look yourself to be certain")
    return _(
        "{file}: possible match with “{label}”: look at it yourself, it may be another picture"
    )
