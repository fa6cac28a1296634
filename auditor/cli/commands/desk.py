"""What the terminal UI writes on this machine: the work of the commands, without their output.

The commands are imported where they are used, for the first screen writes nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.errors import UsageError
from auditor.messages import _

if TYPE_CHECKING:
    from auditor.domain.hardening import Wishes
    from auditor.domain.outside.discovery import SiteList
    from auditor.domain.outside.own_records import OwnRecords
    from auditor.domain.outside.training_sets import (
        CorpusProgress,
        CorpusResult,
        CorpusWish,
        Sought,
    )
    from auditor.domain.secret import Secret
    from auditor.domain.views import AccountState
    from auditor.engine.evidence.case import Case
    from auditor.engine.evidence.letters import Written
    from auditor.guidance.letters import Letter
    from auditor.tui.base.desk import (
        Lines,
        NamedRecords,
        OpenedArchives,
        OwnCertificate,
        ServiceRow,
        SoughtTexts,
    )
    from auditor.wiring import Opening


class CommandDesk:
    """The desk of one home. What is `ephemeral` keeps no certificate, and has nothing to erase."""

    def __init__(self, opening: Opening) -> None:
        self._opening = opening
        self._searching: asyncio.Future[CorpusResult | None] | None = None

    def for_minors(self, where: str) -> Lines:
        """Return what helps somebody under 18."""
        from auditor.cli.commands.letter_questions import told_to_minors

        return tuple(told_to_minors(where))

    # letters and cases

    def letter_notes(self, kind: Letter, where: str, folder: Path) -> Lines:
        """Return what to know before a letter is written."""
        from auditor.cli.commands import letter as letters

        return tuple(letters.warnings(kind, where, folder))

    def write_letter(self, made: Written, target: Path) -> Lines:
        """Write a letter, as text or as a message by the end of its name."""
        from auditor.cli.commands import letter as letters

        files = letters.files_of(made.kind, target, None)
        for path, eml in files:
            letters.save(path, made, eml=eml)
        return (*letters.told(made, [path for path, _eml in files]), letters.last_word())

    def case_notes(self, case: Case) -> Lines:
        """Return what to know before a case is written."""
        from auditor.cli.commands import case as cases

        return (*cases.cautions(), *cases.ties(case))

    def check_case(self, target: Path, *, synced: bool) -> None:
        """Refuse a place where a case must not stand."""
        from auditor.cli.commands import case as cases

        cases.refuse(target, synced=synced)

    def write_case(
        self, target: Path, case: Case, states: Sequence[AccountState], secret: Secret
    ) -> Lines:
        """Write a case, encrypted."""
        from auditor.cli.commands import case as cases

        made, _sealed = cases.seal(target, case, states, secret, datetime.now(UTC))
        return tuple(cases.told(target, case, made))

    # copies and signatures

    async def make_copies(
        self, paths: Sequence[str], folder: Path, wishes: Wishes, made_by: str, sign: Secret | None
    ) -> Lines:
        """Make clean copies of pictures and folders."""
        from auditor.cli.commands import harden as copies_of
        from auditor.cli.local_files import pictures_in
        from auditor.cli.signed_copies import made_by as made_by_of
        from auditor.wiring import clean_copies, signing

        copies = clean_copies(self._opening)
        copies.check(wishes)
        how = made_by_of(made_by)
        signer = None if sign is None else await signing(self._opening).signer(lambda: sign or None)
        copies.prepare(folder, list(paths))
        found = await asyncio.to_thread(lambda: list(pictures_in(paths)))
        copied = await copies_of.make_all(copies, found, folder, wishes, how, signer)
        return (*copies_of.told(copied, str), "", *copies_of.notes(copied, wishes))

    def certificate(self) -> OwnCertificate | None:
        """Return the user's own certificate."""
        from auditor.cli.commands import sign_key as keys
        from auditor.tui.base.desk import OwnCertificate
        from auditor.wiring import signing_store

        store = signing_store(self._opening)
        if self._opening.ephemeral or not store.exists:
            return None
        return OwnCertificate(tuple(keys.described(store, store.certificate())), store.sealed)

    async def make_certificate(self, name: str, secret: Secret | None) -> Lines:
        """Make a certificate, its key sealed by `secret` or kept in the keyring."""
        from auditor.cli.commands import sign_key as keys
        from auditor.wiring import signing_store

        if self._opening.ephemeral:
            raise UsageError(_("Nothing is kept in this session, so no certificate can be made."))
        store = signing_store(self._opening)
        chosen = keys.checked_name(name)
        made = await store.create(chosen, datetime.now(UTC), lambda: secret, keyring=secret is None)
        return (*keys.described(store, made), *keys.minded(store))

    def export_certificate(self, target: Path) -> Lines:
        """Write the public part of the certificate."""
        from auditor.cli.commands import sign_key as keys
        from auditor.wiring import signing_store

        return (keys.exported(signing_store(self._opening), target),)

    async def remove_certificate(self) -> Lines:
        """Destroy the key for signing."""
        from auditor.cli.commands import sign_key as keys
        from auditor.wiring import signing_store

        await signing_store(self._opening).remove()
        return (keys.destroyed(),)

    async def sign(
        self, files: Sequence[str], folder: Path | None, made_by: str, secret: Secret
    ) -> Lines:
        """Write signed copies."""
        from auditor.cli.commands import sign as signatures
        from auditor.cli.signed_copies import made_by as made_by_of
        from auditor.wiring import signing

        opened = signing(self._opening)
        how = made_by_of(made_by)
        signer = await opened.signer(lambda: secret or None)
        if folder is not None:
            opened.prepare(folder)
        signed = await signatures.sign_all(opened, signer, files, folder, how)
        notes = signatures.NOTES if any(copy.copy for copy in signed) else ()
        return (*signatures.told(signed, str), "", *(_(note) for note in notes))

    # the rest

    def write_opt_out(self, target: Path, *, everyone: bool, merge: Path | None) -> Lines:
        """Write the files of a site that ask AI collectors to stay away."""
        from auditor.adapters.files.new_folder import write_files
        from auditor.cli.commands import opt_out as opting_out
        from auditor.guidance.agents import agents
        from auditor.guidance.opt_out import opt_out

        known = None if merge is None else opting_out.existing(merge)
        made = opt_out(agents(), everyone=everyone, existing=known)
        write_files(target, made.files)
        return (*(str(target / name) for name, _text in made.files), *opting_out.told(made))

    def open_archives(self, typed: Sequence[str]) -> OpenedArchives:
        """Open the exports at paths as they were typed or dropped."""
        from auditor.tui.base.desk import OpenedArchives
        from auditor.tui.text.dropped import dropped
        from auditor.wiring import open_archives

        files = tuple(path for text in typed for path in dropped(text))
        return OpenedArchives(files, open_archives([str(path) for path in files]))

    # accounts that may have been forgotten

    def sites(self, typed: str) -> SiteList:
        """Return the sites of a file. Raises ReaderError, which names it."""
        from auditor.cli.commands.outside.discover import sites_of
        from auditor.tui.text.dropped import dropped

        return sites_of(dropped(typed)[0])

    def named_records(self, typed: str) -> NamedRecords:
        """Return what the files are that were typed or dropped. Raises ReaderError."""
        from auditor.cli.records.apart import forms_of
        from auditor.records.gather import OF_NO_MAIL, PASSWORD_LISTS, RecordForm
        from auditor.tui.base.desk import NamedRecords
        from auditor.tui.text.dropped import dropped

        paths = tuple(map(str, dropped(typed)))
        forms = dict(zip(paths, forms_of(paths), strict=True))

        def of(kinds: Collection[RecordForm]) -> frozenset[str]:
            return frozenset(path for path, form in forms.items() if form in kinds)

        mail = frozenset(RecordForm) - OF_NO_MAIL
        return NamedRecords(paths, of(mail), of(PASSWORD_LISTS), of({RecordForm.SEALED_PASSWORDS}))

    def read_records(
        self,
        paths: Sequence[str],
        address: str,
        tell: Callable[[int], None],
        secret: Secret | None = None,
    ) -> OwnRecords:
        """Return what records tell of accounts. Raises ReaderError."""
        from auditor.adapters.clock import SystemClock
        from auditor.cli.records.apart import read_apart

        return read_apart(paths, address, SystemClock().now().date(), tell, secret)

    # training sets

    def require_engine(self, name: str) -> None:
        """Raise UsageError where what searches training sets is not installed."""
        from auditor.corpus.engines.starting import require

        require(name)

    def read_sought(self, texts: SoughtTexts, known: Sought | None) -> Sought:
        """Return all that is looked for."""
        from auditor.cli.training_sets.hashes import digests
        from auditor.corpus.sought import read_sought

        hashes = digests(texts.hashes)
        return read_sought(texts.urls, texts.domains, hashes, texts.column, texts.distance, known)

    async def search_sets(
        self, wish: CorpusWish, sought: Sought, tell: Callable[[CorpusProgress], None]
    ) -> CorpusResult:
        """Search training sets in a process of its own, and write the result."""
        from auditor.cli.training_sets.apart import SearchApart, files_of

        settings = self._opening.settings
        asked = replace(wish, offline=settings.network.offline)
        files = await asyncio.to_thread(files_of, asked)
        search = SearchApart(asked, sought, files)
        loop = asyncio.get_running_loop()

        def told(progress: CorpusProgress) -> None:
            loop.call_soon_threadsafe(tell, progress)

        def work() -> CorpusResult | None:
            try:
                return search.run(told)
            except KeyboardInterrupt:  # on the loop it would end the program
                return None

        if self._searching is not None:  # one that was stopped still keeps what it has finished
            await asyncio.wait([self._searching])
        self._searching = loop.run_in_executor(None, work)
        self._searching.add_done_callback(_take_error)
        try:
            result = await asyncio.shield(self._searching)
        except asyncio.CancelledError:
            search.stop()
            raise
        if result is None:
            raise asyncio.CancelledError
        return result

    # keys of services

    async def services(self) -> tuple[ServiceRow, ...]:
        """Return the services that take a key of the person's own."""
        from auditor.adapters.keys import known_services
        from auditor.cli.commands.keys import state
        from auditor.tui.base.desk import ServiceRow
        from auditor.wiring import service_keys

        places = await service_keys().places()
        return tuple(
            ServiceRow(
                row.name,
                row.title,
                _(row.purpose),
                _(row.hint),
                _(row.looks),
                state(row, places[row.name]),
            )
            for row in known_services.ALL
        )

    async def keep_service_key(self, name: str, key: Secret) -> Lines:
        """Keep a key of a service in the keyring."""
        from auditor.cli.commands import keys as service_keys

        if self._opening.ephemeral:
            raise UsageError(_("Nothing is kept in this session, no key either."))
        return (await service_keys.keep(service_keys.row_of(name), key),)

    async def forget_service_key(self, name: str) -> Lines:
        """Take it out of the keyring."""
        from auditor.cli.commands import keys as service_keys

        return (await service_keys.forget(service_keys.row_of(name)),)

    async def erase(self) -> Lines:
        """Destroy the vault, key first, then all else that this program keeps here."""
        from auditor.cli.commands import wipe as wiping
        from auditor.wiring import wipe_vault

        return tuple(wiping.told(await wipe_vault(self._opening), self._opening))


def _take_error(done: asyncio.Future[CorpusResult | None]) -> None:
    """Take the error of work that nobody waits for any more."""
    if not done.cancelled():
        done.exception()
