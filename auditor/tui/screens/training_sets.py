"""Looks for one's own photos in files of training sets: what, where, how far, what was found."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path

from auditor.domain.account import Claim
from auditor.domain.outside.training_set_words import HERE_ONLY, HERE_ONLY_BUT, told_result
from auditor.domain.outside.training_sets import (
    ENGINES,
    MAX_DISTANCE,
    CorpusProgress,
    CorpusResult,
    CorpusWish,
)
from auditor.errors import AuditorError, UsageError
from auditor.messages import N_, _
from auditor.tui.base.context import Context
from auditor.tui.base.desk import SoughtTexts
from auditor.tui.text.plain import lines, plain
from auditor.tui.widgets.bars import bar
from auditor.tui.widgets.prose import Prose
from auditor.tui.work_box import ChoiceField, Field, FormAnswers, FormField, TickField, WorkBox

_BAR = 40
_MOST_TROUBLES = 5
_LOCAL_MASTER = "local[*]"


class TrainingSetsBox(WorkBox):
    """Asks for files and for what to look for, searches them, and tells what a hit gives."""

    HELP = N_(
        "Files of training sets that you have, searched on this device: addresses of your photos, "
        "your domains, fingerprints. Nothing is sent, and no set is fetched. Stop keeps what is "
        "finished, and so does Escape: the same search goes on there. What is found of your own "
        "accounts counts for the question who uses your pictures; that nothing is found says "
        "nothing of other sets."
    )
    TITLE_KEY = N_("Training sets")

    def __init__(self, context: Context, item: str = "") -> None:
        super().__init__(context, item)
        self._first: FormAnswers | None = None
        self._further: FormAnswers | None = None
        self._searching = False

    async def begin(self) -> None:
        """Ask where and what; where a part is missing, say what to install."""
        try:
            self.desk.require_engine(ENGINES[0])
        except UsageError as error:
            await self.tell((error.message, error.hint, _("Then open this again.")))
            return
        await self._ask()

    async def _ask(self) -> None:
        texts = self._first.texts if self._first is not None else {}
        ticks = self._first.ticks if self._first is not None else {}
        fields: list[FormField] = [
            Field(
                "sources",
                _("Parquet files, folders, a pattern or s3://…; commas between several"),
                texts.get("sources", ""),
            ),
            TickField(
                "own",
                _("Look for everything of the accounts that you claimed"),
                on=ticks.get("own", self._claimed()),
            ),
            Field(
                "urls",
                _("A file of addresses to look for, one a line; empty: none"),
                texts.get("urls", ""),
            ),
            Field(
                "domains",
                _("Domains with all below them, commas between; empty: none"),
                texts.get("domains", ""),
            ),
            Field(
                "output",
                _("A new file for the rows: .csv, .json or .parquet"),
                texts.get("output", ""),
            ),
            TickField(
                "more",
                _("Fingerprints, other columns or Spark: asked next"),
                on=ticks.get("more", False),
            ),
        ]
        told = (_("Nothing of what you look for is sent. No set is fetched: name files of yours."),)
        await self.form(told, fields, _("Search"), self._asked)

    def _claimed(self) -> bool:
        return any(state.account.claim is Claim.MINE for state in self.context.states)

    async def _asked(self, typed: FormAnswers) -> None:
        self._first = typed
        self.hide_paths(*self._paths(typed, "sources", "urls", "output"))
        typed.paths("sources")
        typed.path("output")
        if typed.ticks["more"]:
            await self._ask_further()
        else:
            self._further = None
            await self._search()

    async def _ask_further(self) -> None:
        texts = self._further.texts if self._further is not None else {}
        chosen = self._further.chosen["engine"] if self._further is not None else ENGINES[0]
        engines = ((ENGINES[0], _("DuckDB, on this device")), (ENGINES[1], _("Spark")))
        fields: list[FormField] = [
            Field("hashes", _("A list of fingerprints; empty: none"), texts.get("hashes", "")),
            Field("column", _("The column of fingerprints"), texts.get("column", "")),
            Field(
                "distance",
                _("Bits that two fingerprints may differ in, 0 to {most}").format(
                    most=MAX_DISTANCE
                ),
                texts.get("distance", str(MAX_DISTANCE)),
            ),
            Field(
                "address",
                _("The column of addresses, where it is not called url or the like"),
                texts.get("address", ""),
            ),
            ChoiceField(
                "engine",
                _("Searched by"),
                tuple(sorted(engines, key=lambda each: each[0] != chosen)),
            ),
            Field(
                "master",
                _(
                    "Where Spark works: {local} is here; another one learns what you look for"
                ).format(local=_LOCAL_MASTER),
                texts.get("master", _LOCAL_MASTER),
            ),
        ]
        await self.form((), fields, _("Search"), self._asked_further)

    async def _asked_further(self, typed: FormAnswers) -> None:
        self._further = typed
        self.hide_paths(*self._hidden, *self._paths(typed, "hashes"))
        await self._search()

    @staticmethod
    def _paths(typed: FormAnswers, *names: str) -> Iterator[str]:
        """Yield what was typed as paths, and the names of the files alone."""
        for name in names:
            for text in typed.texts[name].split(","):
                path = text.strip().strip("'\"")
                if path:
                    yield from dict.fromkeys((str(Path(path).expanduser()), path, Path(path).name))

    # the search

    async def _search(self) -> None:
        """Search; where it cannot begin, ask again, with all that was typed."""
        first = self._first
        if first is None:
            return
        try:
            wish, texts = self._wish(first)
            known = None
            if first.ticks["own"]:
                known = await self.context.session.exposure.training_sets.sought()
            sought = await asyncio.to_thread(self.desk.read_sought, texts, known)
            await self.menu((_("Looking at the files…"),), [(_("Stop"), self._stopped)])
            self._searching = True
            result = await self.desk.search_sets(wish, sought, self._show_progress)
        except AuditorError:
            await self._ask()
            raise
        finally:
            self._searching = False
        if first.ticks["own"] and result.files:
            await self.context.session.exposure.training_sets.keep(result, wish.sources)
        await self.tell(self._told_result(result, wish))

    def _wish(self, first: FormAnswers) -> tuple[CorpusWish, SoughtTexts]:
        further = self._further
        texts = further.texts if further is not None else {}
        distance = texts.get("distance", "").strip() or str(MAX_DISTANCE)
        if not distance.isdecimal():
            raise UsageError(_("The distance is 0 to {most} bits.").format(most=MAX_DISTANCE))
        wish = CorpusWish(
            first.paths("sources"),
            first.path("output"),
            texts.get("column", "").strip(),
            texts.get("address", "").strip(),
            further.chosen["engine"] if further is not None else ENGINES[0],
            texts.get("master", "").strip() or _LOCAL_MASTER,
        )
        return wish, SoughtTexts(
            first.path("urls") if first.texts["urls"].strip() else None,
            tuple(each for part in first.texts["domains"].split(",") if (each := part.strip())),
            further.path("hashes") if texts.get("hashes", "").strip() and further else None,
            wish.digest_column,
            int(distance),
        )

    def _show_progress(self, progress: CorpusProgress) -> None:
        """Show how far it is, unless it was stopped or left just now."""
        if not self._searching or not self.is_attached:
            return
        told = _("{files} of {all} files, {rows} of {every} rows, {hits} hits").format(
            files=progress.files,
            all=progress.all_files,
            rows=f"{progress.rows:,}",
            every=f"{progress.all_rows:,}",
            hits=f"{progress.hits:,}",
        )
        left = progress.seconds_left
        minutes, seconds = divmod(round(left or 0), 60)
        self.query_one("#text", Prose).write(
            lines(
                plain(_("Searching. Nothing of what is looked for leaves this device."), "bold")
                if not self._on_cluster()
                else plain(_("Searching, on the Spark server that you named."), "bold"),
                bar(progress.rows / max(1, progress.all_rows), _BAR, "$primary"),
                plain(told),
                plain(
                    _("about {minutes} min {seconds} s left").format(
                        minutes=minutes, seconds=seconds
                    )
                    if left is not None
                    else ""
                ),
                plain(_("What is finished is kept: stopped, it goes on there."), "$quiet"),
            )
        )

    def _on_cluster(self) -> bool:
        return (
            self._further is not None
            and self._further.chosen["engine"] == ENGINES[1]
            and not self._further.texts["master"].strip().startswith("local")
        )

    async def _stopped(self) -> None:
        """Offer to go on. What ran has ended: this took its place."""
        told = _("Stopped. What is finished is kept, and the same search goes on there.")
        await self.menu(
            (told,), [(_("Go on"), self._search), (_("Look for something else"), self._ask)]
        )

    def _told_result(self, result: CorpusResult, wish: CorpusWish) -> Sequence[str]:
        names = [trouble.file for trouble in result.troubles]
        self.hide_paths(*self._hidden, *names, *(Path(name).name for name in names))
        told = list(told_result(result, str(wish.output), _MOST_TROUBLES))
        return (*told, _(HERE_ONLY_BUT if wish.on_cluster else HERE_ONLY))
