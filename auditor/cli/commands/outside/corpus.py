"""auditor corpus: whether photos of yours stand in the metadata of training sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import output
from auditor.cli.ask import FROM_STDIN, private_texts
from auditor.cli.running import on_session, options_of
from auditor.domain.outside.training_sets import ENGINES, MAX_DISTANCE
from auditor.errors import ExitCode, Offline, UsageError
from auditor.messages import _

if TYPE_CHECKING:
    from auditor.corpus.search import CorpusProgress
    from auditor.domain.outside.training_sets import CorpusResult, Sought
    from auditor.engine.session import Session

app = typer.Typer(
    help=_("Look for your photos in the metadata of training sets, on this device."),
    no_args_is_help=True,
    rich_markup_mode=None,
)
_FILE = "FILE"
_MOST_HASHES = 100_000
"""Hashes of one search; each is 272 rows of the table that finds candidates."""


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
    from auditor.corpus.sought import read_sought
    from auditor.corpus.written import require_writable

    require_writable(result_file)
    offline = options_of(context).settings().network.offline
    given = private_texts(domains) if domains else ()
    known = on_session(context, _known) if own else None
    sought = read_sought(urls, given, _digests(hashes), column, distance, known)
    run = _Run(tuple(sources), (column, address_column), engine, master, result_file)
    result = _searched(run, sought, offline=offline)
    if own and result.files:
        names = tuple(sources)
        on_session(context, lambda session: session.exposure.training_sets.keep(result, names))
    if as_json:
        from auditor.report.json.outside.corpus import corpus_search

        output.document(corpus_search(result, str(result_file)))
    else:
        tell(result, result_file, here=not run.on_cluster)
    raise typer.Exit(_code(result))


async def _known(session: Session) -> Sought:
    return await session.exposure.training_sets.sought()


@dataclass(frozen=True, slots=True)
class _Run:
    """Where to look, with what, and where the rows go. `columns`: of fingerprints, of addresses."""

    sources: tuple[str, ...]
    columns: tuple[str, str]
    engine: str
    master: str
    result_file: Path

    @property
    def on_cluster(self) -> bool:
        """Whether what is looked for goes to machines that the person named."""
        return self.engine == "spark" and not self.master.startswith("local")


def _searched(run: _Run, sought: Sought, *, offline: bool) -> CorpusResult:
    """Return the result of a search, which is written. Raises Offline, UsageError."""
    from auditor.corpus.engines.starting import start
    from auditor.corpus.sources import corpus_files, is_remote

    files = corpus_files(run.sources)
    remote = any(is_remote(file.name) for file in files)
    if (remote or run.on_cluster) and offline:
        raise Offline(_("--offline is on, and something of this stands on another machine."))
    if remote:
        output.narrate(
            _("Files of other machines are read by the engine itself, not by the network door.")
        )
    if run.on_cluster:
        output.narrate(_("What is looked for is handed to the Spark server that you named."))
    started = start(run.engine, remote=remote, master=run.master)
    from auditor.corpus.search import ColumnNames, CorpusRun, progress_path
    from auditor.corpus.written import write_hits

    try:
        result = CorpusRun(started, sought, ColumnNames(*run.columns), _tell_progress).run(
            files, run.result_file
        )
    except KeyboardInterrupt:
        output.narrate(_("Stopped. What is finished is kept: the same call goes on from there."))
        raise
    finally:
        started.close()
    if result.files:
        write_hits(run.result_file, result.hits)
    progress_path(run.result_file).unlink(missing_ok=True)
    return result


def _digests(path: Path | None) -> Sequence[str]:
    """Return the hashes of a list. Raises UsageError where it has none or too many."""
    if path is None:
        return ()
    from auditor.domain.text.foreign_text import clean
    from auditor.hashing.match.match import to_hex
    from auditor.readers.hashes.lists import read_list

    digests = to_hex(read_list(path)[0])
    if not digests:
        raise UsageError(_("{file} holds no hash.").format(file=clean(str(path))))
    if len(digests) > _MOST_HASHES:
        raise UsageError(
            _("{file} holds more than {most} hashes.").format(
                file=clean(str(path)), most=f"{_MOST_HASHES:,}"
            )
        )
    return digests


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
