"""A desk on which nothing is written: it remembers what it was asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from auditor.adapters.keys import known_services
from auditor.corpus.sought import read_sought
from auditor.domain.hardening import Wishes
from auditor.domain.outside.discovery import SiteList, SiteMarks
from auditor.domain.outside.own_records import (
    Certainty,
    ForgottenService,
    OwnRecords,
    RecordCounts,
    RecordTrace,
    TraceKind,
)
from auditor.domain.outside.training_sets import (
    CorpusHit,
    CorpusProgress,
    CorpusResult,
    CorpusWish,
    FileTrouble,
    Sought,
    SoughtKind,
)
from auditor.domain.secret import Secret
from auditor.domain.views import AccountState
from auditor.engine.evidence.case import Case
from auditor.engine.evidence.letters import Written
from auditor.errors import ReaderError, UsageError
from auditor.guidance.letters import Letter
from auditor.tui.base.desk import (
    Lines,
    NamedRecords,
    OpenedArchives,
    OwnCertificate,
    ServiceRow,
    SoughtTexts,
)
from tests.fakes.archives import opened

RECORDS = OwnRecords(
    (
        ForgottenService(
            "Kitchenalia",
            "kitchenalia.example",
            Certainty.MEDIUM,
            (RecordTrace(TraceKind.SIGN_UP, 1, date(2014, 3, 1), date(2014, 3, 1), 1),),
            photos=True,
            delete_url="https://kitchenalia.example/delete",
            difficulty="easy",
        ),
        ForgottenService(
            "Midsummer Clinic", "clinic.example", Certainty.LOW, (), sensitive="health"
        ),
    ),
    RecordCounts(mails=7000, to_others=12),
    ("paypa1.example",),
)
"""One service that is shown, and one that is not."""


class FakeDesk:
    """`done` holds what was asked for; `own` is the certificate that there is.

    A search in training sets waits after its first files until `gate` is set.
    """

    def __init__(self, own: OwnCertificate | None = None) -> None:
        self.done: list[tuple[object, ...]] = []
        self.own = own
        self.gate = asyncio.Event()

    def _do(self, *asked: object) -> Lines:
        self.done.append(asked)
        return ("It is done. To see it: auditor show --all", str(asked[1]) if asked[1:] else "")

    def for_minors(self, where: str) -> Lines:
        return ("Under 18, nothing is written.", where)

    def letter_notes(self, kind: Letter, where: str, folder: Path) -> Lines:
        return ("General information, not legal advice.",)

    def write_letter(self, made: Written, target: Path) -> Lines:
        return self._do("letter", target, made)

    def case_notes(self, case: Case) -> Lines:
        return ("A case found by an abuser is dangerous.",)

    def check_case(self, target: Path, *, synced: bool) -> None:
        if "cloud" in target.name and not synced:
            raise UsageError("A cloud copies this folder.", "Or --synced writes it all the same.")

    def write_case(
        self, target: Path, case: Case, states: Sequence[AccountState], secret: Secret
    ) -> Lines:
        return self._do("case", target, [seen.finding.id for seen in case.seen], secret.reveal())

    async def make_copies(
        self, paths: Sequence[str], folder: Path, wishes: Wishes, made_by: str, sign: Secret | None
    ) -> Lines:
        return self._do("copies", folder, tuple(paths), wishes, made_by, sign is not None)

    def certificate(self) -> OwnCertificate | None:
        return self.own

    async def make_certificate(self, name: str, secret: Secret | None) -> Lines:
        return self._do("certificate", name, secret is not None)

    def export_certificate(self, target: Path) -> Lines:
        return self._do("public part", target)

    async def remove_certificate(self) -> Lines:
        return self._do("remove")

    async def sign(
        self, files: Sequence[str], folder: Path | None, made_by: str, secret: Secret
    ) -> Lines:
        return self._do("sign", folder, tuple(files), made_by, secret.reveal())

    def write_opt_out(self, target: Path, *, everyone: bool, merge: Path | None) -> Lines:
        return self._do("opt-out", target, everyone, merge)

    def open_archives(self, typed: Sequence[str]) -> OpenedArchives:
        return opened(typed)

    def sites(self, typed: str) -> SiteList:
        if typed != "sites.json":
            raise ReaderError(f"{typed}: is no list of sites that is known")
        marks = SiteMarks("Forum", "https://forum.example/{account}", "https://forum.example/u")
        return SiteList((marks,), "WhatsMyName, CC BY-SA 4.0", private=2)

    def named_records(self, typed: str) -> NamedRecords:
        if typed == "none":
            raise ReaderError(f"{typed}: is empty")
        passwords = frozenset({typed}) if "list" in typed else frozenset()
        mail = frozenset() if passwords else frozenset({typed})
        sealed = passwords if "sealed" in typed else frozenset()
        return NamedRecords((typed,), mail, passwords, sealed)

    def read_records(
        self,
        paths: Sequence[str],
        address: str,
        tell: Callable[[int], None],
        secret: Secret | None = None,
    ) -> OwnRecords:
        opens = (secret.reveal(),) if secret is not None else ()
        self._do("records", tuple(paths), address, *opens)
        tell(5000)
        return RECORDS

    async def services(self) -> tuple[ServiceRow, ...]:
        return tuple(
            ServiceRow(
                row.name, row.title, row.purpose, row.hint, row.looks, "There is no key of yours."
            )
            for row in known_services.ALL
        )

    async def keep_service_key(self, name: str, key: Secret) -> Lines:
        return self._do("keep key", name, key.reveal())

    async def forget_service_key(self, name: str) -> Lines:
        return self._do("forget key", name)

    def require_engine(self, name: str) -> None:
        """Everything is installed here."""

    def read_sought(self, texts: SoughtTexts, known: Sought | None) -> Sought:
        return read_sought(texts.urls, texts.domains, (), texts.column, texts.distance, known)

    async def search_sets(
        self, wish: CorpusWish, sought: Sought, tell: Callable[[CorpusProgress], None]
    ) -> CorpusResult:
        self.done.append(("sets", wish, sought))
        for files in (1, 2):
            tell(CorpusProgress(files, 4, files * 1000, 4000, files, 65.0))
            await self.gate.wait()
        hit = CorpusHit("a.parquet", 1, SoughtKind.DOMAIN, "ada.example", "https://ada.example/1")
        trouble = FileTrouble("maja/b.parquet", "could not be read: it is damaged")
        return CorpusResult("duckdb", (hit,), 4000, 3, 0, 1.0, (trouble,))

    async def erase(self) -> Lines:
        return self._do("erase")
