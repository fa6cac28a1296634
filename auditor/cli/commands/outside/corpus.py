"""auditor corpus: whether photos of yours stand in the metadata of training sets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import output
from auditor.cli.ask import FROM_STDIN, private_texts
from auditor.cli.parser.ending import EndIsTold
from auditor.cli.running import KeptPassphrase, on_session, options_of
from auditor.domain.outside.training_sets import ENGINES, MAX_DISTANCE
from auditor.errors import ExitCode
from auditor.messages import _

if TYPE_CHECKING:
    from auditor.corpus.sources import CorpusFile
    from auditor.domain.outside.training_sets import (
        CorpusProgress,
        CorpusResult,
        CorpusWish,
        Sought,
    )
    from auditor.engine.session import Session

app = typer.Typer(
    help=_("Look for your photos in the metadata of training sets, on this device."),
    no_args_is_help=True,
    rich_markup_mode=None,
)
_FILE = "FILE"


@app.callback()
def _group() -> None:
    """Keep `search` a command of its own."""


_Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE", help=_("Parquet files, folders of them, or a pattern in quotes.")
    ),
]
_Output = Annotated[
    Path,
    typer.Option("--output", metavar=_FILE, help=_("Where the rows go: .parquet, .csv or .json.")),
]
_Urls = Annotated[
    Path | None,
    typer.Option(
        "--urls",
        metavar=_FILE,
        help=_("Addresses to look for, one a line; /* at the end: everything below."),
    ),
]
_Domains = Annotated[
    list[str] | None,
    typer.Option(
        "--domain",
        metavar=FROM_STDIN,
        help=_("A domain with all below it; - reads several from standard input. Repeatable."),
    ),
]
_Own = Annotated[
    bool,
    typer.Option(
        "--inventory", help=_("Photos, pages and domains of the accounts that you claimed.")
    ),
]
_Hashes = Annotated[
    Path | None,
    typer.Option("--hashes", metavar=_FILE, help=_("A list of fingerprints, as of 'hash'.")),
]
_Column = Annotated[
    str,
    typer.Option("--column", metavar="NAME", help=_("The column of fingerprints in the files.")),
]
_AddressColumn = Annotated[
    str,
    typer.Option(
        "--address-column",
        metavar="NAME",
        help=_("The column of addresses, where it is not called url or the like."),
    ),
]
_Distance = Annotated[
    int,
    typer.Option("--distance", metavar="BITS", help=_("Bits two fingerprints may differ in.")),
]
_Engine = Annotated[str, typer.Option("--engine", metavar="NAME", help=_("duckdb, or spark."))]
_Master = Annotated[
    str,
    typer.Option(
        "--master",
        metavar="NAME",
        help=_("Where Spark works: local[2], or the address of a Spark server of yours."),
    ),
]


@app.command("search")
def search(
    context: typer.Context,
    sources: _Sources,
    result_file: _Output,
    urls: _Urls = None,
    own: _Own = False,
    domains: _Domains = None,
    hashes: _Hashes = None,
    column: _Column = "",
    address_column: _AddressColumn = "",
    distance: _Distance = MAX_DISTANCE,
    engine: _Engine = ENGINES[0],
    master: _Master = "local[*]",
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """Look for addresses and fingerprints of yours in training sets that you have as files.
    All stays on this device, unless you name a Spark server. Stopped, the same call goes on.

    Exit codes: 1 something was found, 3 a file was not searched.
    """  # noqa: D205
    from auditor.cli.told.corpus import tell
    from auditor.cli.training_sets.apart import files_of
    from auditor.cli.training_sets.hashes import digests
    from auditor.corpus.sought import read_sought
    from auditor.domain.outside.training_sets import CorpusWish

    offline = options_of(context).settings().network.offline
    wish = CorpusWish(tuple(sources), result_file, column, address_column, engine, master, offline)
    files = files_of(wish)
    given = private_texts(domains) if domains else ()
    again = KeptPassphrase()
    known = on_session(context, _known, again) if own else None
    sought = read_sought(urls, given, digests(hashes), column, distance, known)
    result = _searched(wish, sought, files)
    if as_json:
        from auditor.report.json.outside.corpus import corpus_search

        output.document(corpus_search(result, str(result_file)))
    else:
        tell(result, result_file, here=not wish.on_cluster)
    if own and result.files:
        output.narrate(
            _("The vault was closed during the search; it is opened again to keep how it ended.")
        )
        on_session(
            context,
            lambda session: session.exposure.training_sets.keep(result, wish.sources),
            again,
        )
    raise typer.Exit(_code(result))


async def _known(session: Session) -> Sought:
    return await session.exposure.training_sets.sought()


def _searched(wish: CorpusWish, sought: Sought, files: Sequence[CorpusFile]) -> CorpusResult:
    """Return the result of a search, which is written. Raises AuditorError."""
    from auditor.cli.training_sets.apart import SearchApart
    from auditor.corpus.sources import is_remote

    if any(is_remote(file.name) for file in files):
        output.narrate(
            _("Files of other machines are read by the engine itself, not by the network door.")
        )
    if wish.on_cluster:
        output.narrate(_("What is looked for is handed to the Spark server that you named."))
    try:
        return SearchApart(wish, sought, files).run(_tell_progress)
    except KeyboardInterrupt:
        output.narrate(_("Stopped. What is finished is kept: the same call goes on from there."))
        raise EndIsTold(ExitCode.INTERRUPTED) from None


def _tell_progress(progress: CorpusProgress) -> None:
    left = progress.seconds_left
    told = _("{files} of {all} files, {rows} of {every} rows, {hits} hits").format(
        files=progress.files,
        all=progress.all_files,
        rows=f"{progress.rows:,}",
        every=f"{progress.all_rows:,}",
        hits=progress.hits,
    )
    if left is not None and progress.files < progress.all_files:
        minutes, seconds = divmod(round(left), 60)
        told += "; " + _("about {minutes} min {seconds} s left").format(
            minutes=minutes, seconds=seconds
        )
    output.narrate(told)


def _code(result: CorpusResult) -> ExitCode:
    if result.troubles or not result.files:
        return ExitCode.SOURCE_FAILED
    return ExitCode.FINDINGS if result.hits else ExitCode.OK
