"""auditor private: hashes of images you worry about, on this device alone.

They are compared with what you scan and name.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.adapters.local_files import content
from auditor.cli import ask, output, passphrase
from auditor.cli.commands.private import match as private_match
from auditor.cli.commands.private import of_age
from auditor.cli.commands.private import plan as private_plan
from auditor.cli.local_files import PicturePaths, as_video, named
from auditor.cli.running import on_session, options_of, shown
from auditor.domain.private import PrivateEntry, PrivateKind
from auditor.domain.secret import Secret
from auditor.domain.text.statement import Kind
from auditor.errors import ReaderError, UsageError
from auditor.messages import _

if TYPE_CHECKING:
    from auditor.engine.session import Session

app = typer.Typer(
    help=_(
        "Hashes of private images, kept on this device: compare them with your accounts, with "
        "files and links."
    ),
    no_args_is_help=True,
    rich_markup_mode=None,
)

_Json = Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))]


@app.command("add")
def add(
    context: typer.Context,
    files: PicturePaths = None,
    adult: of_age.Stated = None,
    label: Annotated[
        str,
        typer.Option(
            "--label",
            metavar=ask.FROM_STDIN,
            help=_("A name that you will know it by, and nobody else: a line of standard input."),
        ),
    ] = "",
    where: of_age.HelpPlace = "",
) -> None:
    """Put images of yourself on the list.
    Only hashes are kept; the image stays where it is and nobody is told.
    """  # noqa: D205
    from auditor.guidance import handover

    refused = of_age.refused(adult)
    if refused:
        of_age.tell_helplines(refused, where)
        return
    called = label and ask.private_text(label, "")
    paths = [Path(file) for file in named(files)]

    async def task(session: Session) -> int:
        return sum(
            [await _add_one(session, path, called, number) for number, path in enumerate(paths, 1)]
        )

    kept = on_session(context, task)
    if not kept:
        raise UsageError(_("Nothing was put on the list."))
    output.line()
    for step in handover.steps(handover.ADDED):
        output.line(step)


async def _add_one(session: Session, path: Path, label: str, number: int) -> bool:
    try:
        video = await asyncio.to_thread(as_video, path)
        if video is not None:
            entry, reliable, new = await session.private.add_video(*video, label)
        else:
            entry, reliable, new = await session.private.add(
                await asyncio.to_thread(content, path), label
            )
    except ReaderError as error:
        output.narrate(
            _("File {number}: {reason}. It was not put on the list.").format(
                number=number, reason=error.message
            )
        )
        return False
    if new:
        output.line(_("On the list as “{label}” ({id}).").format(label=entry.label, id=entry.id))
    else:
        output.line(
            _("It is on the list already, as “{label}” ({id}).").format(
                label=entry.label, id=entry.id
            )
        )
    if not reliable and entry.kind is PrivateKind.VIDEO:
        output.line(
            _(
                "Its frames could not be read, or are very plain: only exactly this file will be "
                "recognised."
            )
        )
    elif not reliable:
        output.line(
            _(
                "It is very plain or dark: copies of it may not be recognised, and other plain "
                "pictures may look alike."
            )
        )
    return True


@app.command("list")
def list_private(context: typer.Context, as_json: _Json = False) -> None:
    """Show label, date and kind of every image on the list; never a picture, a name or a hash."""

    async def task(session: Session) -> tuple[tuple[PrivateEntry, ...], Mapping[PrivateKind, int]]:
        return await session.private.entries(), await session.private.outdated()

    listed, outdated = on_session(context, task)
    if as_json:
        from auditor.report.json import private as private_documents

        output.document(private_documents.entries(listed))
        return
    if not listed:
        output.line(_("The private hash list is empty: there is nothing to compare with."))
        output.line(_("Add an image with: auditor private add"))
        return
    options = options_of(context)
    kinds = {"picture": _("picture"), "video": _("video")}
    output.table(
        (_("id"), _("label"), _("added"), _("kind")),
        [
            (
                entry.id,
                shown(options, entry.label, Kind.NAME),
                f"{entry.added_at:%Y-%m-%d}",
                kinds[entry.kind.value],
            )
            for entry in listed
        ],
    )
    if outdated:
        from auditor.guidance import handover

        output.line(handover.tell_outdated(outdated))


@app.command("remove")
def remove(context: typer.Context, entry: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Forget an image: its hashes are overwritten in the vault."""
    on_session(context, lambda session: session.private.remove(entry))
    output.line(
        _(
            "Removed from the list. What you handed over to StopNCII or others is not changed by "
            "this; old backups may hold the vault."
        )
    )


@app.command("export")
def export(
    context: typer.Context,
    target: Annotated[
        Path, typer.Argument(metavar="FILE", help=_("Where to write the list, encrypted."))
    ],
) -> None:
    """Write the list to a file for another device, encrypted with a passphrase of its own and in no
    other form.
    """  # noqa: D205
    from auditor.guidance.passphrases.strength import names_of
    from auditor.report import files

    if os.path.lexists(target):
        raise UsageError(_("There is a file of that name already; nothing was written."))
    states = on_session(context, lambda session: session.accounts.states())
    secret = passphrase.for_export(new=True, names=names_of(states))
    files.write(
        target, on_session(context, lambda session: session.private.export(secret)).decode("ascii")
    )
    output.line(
        _(
            "Written, encrypted. Treat the file like the images themselves: the hashes in it may "
            "show what they show."
        )
    )


@app.command("import")
def import_list(
    context: typer.Context,
    source: Annotated[Path, typer.Argument(metavar="FILE", help=_("What 'private export' wrote."))],
) -> None:
    """Add the images of an exported list."""
    try:
        data = content(source)
    except ReaderError as error:
        raise UsageError(
            _("The file cannot be read ({reason}).").format(reason=error.message)
        ) from None
    count = passphrase.tried(
        lambda ask: on_session(context, partial(_import, data, ask())),
        lambda: passphrase.for_export(new=False),
        passphrase.EXPORT_VARIABLE,
    )
    output.line(_("{n} images are new on the list.").format(n=count))


async def _import(data: bytes, secret: Secret, session: Session) -> int:
    return await session.private.import_list(data, secret)


app.command("match")(private_match.match)
app.command("check-link")(private_match.check_link)
app.command("plan")(private_plan.plan)
app.command("handover")(private_plan.handover)
