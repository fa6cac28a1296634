"""The composition root.

Settings and a passphrase become a Session. The only place where ports meet what stands behind them.
What an `Opening` alone does not need is imported where it is made: the first screen comes before.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import field, replace
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.adapters.clock import SystemClock
from auditor.adapters.keys import known_services as key_names
from auditor.adapters.keys.secrets import KeyringSecrets
from auditor.config import Settings
from auditor.dataclass import dataclass
from auditor.domain.secret import Secret
from auditor.domain.trust import FOLDER as TRUST
from auditor.errors import SecretsUnavailable, UsageError, VaultLocked
from auditor.messages import _
from auditor.vault.storage import location

if TYPE_CHECKING:
    from auditor.adapters.beside import BesideProcess
    from auditor.adapters.keys.service_keys import ServiceKeys
    from auditor.adapters.keys.signing_store import SigningStore
    from auditor.adapters.keys.trust import TrustLists
    from auditor.captures.page.owner import PageOwner
    from auditor.domain.archives.readable import Readable
    from auditor.domain.findings.check import Check
    from auditor.domain.views import NetworkEntry
    from auditor.engine.clean_copies import CleanCopies
    from auditor.engine.dependencies import OutsideLookups, SourcesOnDemand
    from auditor.engine.session import Session
    from auditor.engine.signer import Signing
    from auditor.ports import AccountArchive, Aside, Clock, Readers, Source
    from auditor.readers.process.pool import ReaderPool
    from auditor.services.hibp import HaveIBeenPwned
    from auditor.vault.storage import keys
    from auditor.vault.storage.wipe import Wiped
    from auditor.vault.store import EncryptedVault


@dataclass(frozen=True, slots=True)
class Opening:
    """What a session is opened with. `home` is None for the platform's data folder.

    `range_seed`: this process started the practice range that the session is locked to; the ids of
    its things come from it, so that they are the same each time.
    `around` puts other readers around those of this program: of a range whose pictures are known.
    `wait` passes so many seconds: between the two rounds of `verify`.
    `beside`: what takes long is worked out in a process of its own. `key` is that of the vault, for
    that process, which tells `tell` how far it is.
    """

    settings: Settings = field(default_factory=Settings)
    home: str | None = None
    ephemeral: bool = False
    practice_only: bool = False
    range_seed: int | None = None  # of the practice range that this process started
    around: Callable[[ReaderPool], Readers] | None = None
    wait: Callable[[float], Awaitable[None]] = asyncio.sleep  # tests do not wait
    beside: bool = False
    key: Secret | None = None
    tell: Callable[[int, int], None] | None = None

    @property
    def folder(self) -> Path:
        """The folder of the vault."""
        return location.home(self.home)

    @property
    def trust(self) -> Path:
        """The folder of imported trust lists; it needs no vault and may not be there."""
        return (self.folder / TRUST).absolute()

    @property
    def vault_exists(self) -> bool:
        """Whether there is a vault to open."""
        return not self.ephemeral and location.exists(self.folder)

    @property
    def loss(self) -> str:
        """What this vault has lost and still opens without, as a sentence; empty if nothing."""
        folder = self.folder
        if not self.vault_exists or os.path.lexists(folder / location.KEY_FILE):
            return ""
        return _(
            "{folder}: the key file of this vault, vault.key, is missing. The passphrase opens "
            "nothing any more; only the keyring of this log-in still has the key. Bring the file "
            "back from a backup; without it all is lost once the keyring forgets."
        ).format(folder=folder)


def load_ahead() -> None:
    """Load what opening a vault needs, which takes longer than to derive its key."""
    for name in ("engine.session", "plugins.loading", "readers.process.pool", "vault.store"):
        import_module(f"auditor.{name}")


async def open_session(opening: Opening, passphrase: Secret | None) -> Session:
    """Open or create the vault and put the rooms around it. Raises VaultError.

    Without a passphrase the keyring is asked for the key of an existing vault.
    """
    from auditor.adapters.local_files import LocalFiles
    from auditor.adapters.network.late import LateDoor
    from auditor.engine.clean_copies import CleanCopies
    from auditor.engine.dependencies import OnDemand, RequestLog, Rooms, tell_nobody
    from auditor.engine.session import Session
    from auditor.guidance.remedies import remedy
    from auditor.plugins import loading as plugins
    from auditor.readers.process.late import LateReaders
    from auditor.services.web_archives.availability import Wayback

    clock = SystemClock()
    requests = RequestLog()
    settings = opening.settings
    door = LateDoor(
        settings.network, requests.append, settings.services.named_to
    )  # before the vault, which would stay open if a setting made no sense
    vault, key = await _vault(opening, passphrase, clock)
    plugged = plugins.load_sources(opening.folder)
    further = plugins.load_checks(opening.folder)
    make_pool = partial(_pool, opening)
    readers = LateReaders(make_pool) if opening.around is None else opening.around(make_pool())
    beside = None if key is None or not opening.beside else _beside(opening, key)
    if beside is not None:
        await vault.share_with(beside)
    rooms = Rooms(
        vault=vault,
        sources=_sources(plugged, settings, requests.append),
        http=door,
        readers=readers,
        clock=clock,
        checks=OnDemand(lambda: (*_checks(), *further)),
        remedy=remedy,
        edition=lambda: judged_by(opening),
        copies=CleanCopies(LocalFiles(), readers),
        web_archive=Wayback(),
        make_lookups=cache(lambda: lookups(opening)),
        requests=requests,
        max_image_bytes=settings.network.max_image_bytes,
        practice_only=opening.practice_only,
        own_range=opening.range_seed is not None,
        # in memory, and locked to the range: nobody else can be in it
        invented=opening.range_seed is not None and opening.ephemeral and opening.practice_only,
        missing_plugins=dict(plugins.failures),
        wait=opening.wait,
        close=door.aclose,
        make_aside=lambda: _aside(opening),
        beside=beside,
        tell=opening.tell or tell_nobody,
    )
    return Session(rooms)


def _pool(opening: Opening) -> ReaderPool:
    from auditor.readers.process.pool import ReaderPool

    thumbnails = opening.settings.vault.thumbnails
    return ReaderPool(opening.settings.readers, thumbnails=thumbnails, trust=str(opening.trust))


def judged_by(opening: Opening) -> str:
    """Return what names the checks, with the user's plugins, and the words as they are now."""
    from auditor.plugins import loading as plugins
    from auditor.plugins.edition import edition_of

    further = plugins.load_checks(opening.folder)
    return edition_of((*_checks(), *further), opening.folder, plugged=bool(further))


def _beside(opening: Opening, key: keys.VaultKey) -> BesideProcess:
    from auditor.adapters.beside import BesideProcess, WorkBegin

    folder, practice = str(opening.folder.absolute()), opening.practice_only

    def begin() -> WorkBegin:
        return WorkBegin(key.reveal(), folder, opening.settings, practice)

    return BesideProcess(begin, lambda: judged_by(opening))


def _aside(opening: Opening) -> Aside | None:
    from auditor.adapters.files.aside import AsideFile

    # --ephemeral writes nothing at all
    return None if opening.ephemeral else AsideFile(opening.folder)


def _sources(
    plugged: Sequence[Source], settings: Settings, sink: Callable[[NetworkEntry], None]
) -> SourcesOnDemand:
    """Return those of plugins and ours, of which the last takes any site.

    Behind them stands what gallery-dl reads of the rest where the person installed it.
    """
    from auditor.engine.dependencies import SourcesOnDemand
    from auditor.sources import declared, makers

    there = {source.name for source in plugged}  # these are made, and come before ours
    known: tuple[tuple[str, Callable[[], Source]], ...] = (
        *((source.name, partial(_itself, source)) for source in plugged),
        *makers(settings.sources, service_key),
    )
    names = frozenset(name for name, _make in known)
    return SourcesOnDemand(
        known,
        lambda ours: _by_program(ours, names, settings, sink),
        lambda name: None if name in there else declared(name, settings.sources),
    )


def _itself(source: Source) -> Source:
    return source


def _by_program(
    ours: Sequence[Source],
    names: AbstractSet[str],
    settings: Settings,
    sink: Callable[[NetworkEntry], None],
) -> tuple[Source, ...]:
    """Return what gallery-dl reads beside `ours`, whose `names` these are."""
    from auditor.adapters.gallery_dl import GalleryDlProgram

    program = GalleryDlProgram(settings.network, sink, SystemClock())
    if not settings.sources.gallery_dl.use or not program.installed():
        return ()
    from auditor.engine.accounts.closed_platforms import closed_account
    from auditor.guidance.playbooks import playbook
    from auditor.sources.gallery_dl import NAME, GalleryDl, platforms_of

    def reads(url: str) -> str:
        # what takes a key that the person may not have is theirs to choose
        found = ((source, source.recognise(url)) for source in ours if source.needs != "key")
        return next((source.traits.title for source, claim in found if claim and claim.sure), "")

    def closed(url: str) -> str:
        account = closed_account(url)
        return "" if account is None else title_of(account.platform)

    def title_of(platform: str) -> str:
        known = playbook(platform)
        return platform.capitalize() if known is None else known.name

    return (
        *(
            GalleryDl(program, name, title_of(name))
            for name in platforms_of(settings.sources.gallery_dl)
            if name not in names
        ),
        GalleryDl(program, NAME, ours=reads, closed=closed),
    )


def _checks() -> tuple[Check, ...]:
    from auditor.checks import ALL

    return ALL


def lookups(opening: Opening) -> OutsideLookups:
    """Return the look-ups outside the accounts. Asks nobody."""
    from auditor.engine.dependencies import OutsideLookups
    from auditor.services.model_sites import Civitai, HuggingFace
    from auditor.services.pwned_passwords import PwnedPasswords
    from auditor.services.web_archives.common_crawl import CommonCrawl
    from auditor.services.web_archives.wayback import WaybackCaptures

    services = opening.settings.services
    return OutsideLookups(
        breach_lookup(opening),
        WaybackCaptures(services.wayback_url),
        CommonCrawl(services.common_crawl_url),
        PwnedPasswords(services.pwned_passwords_url),
        model_sites=(Civitai(services.civitai_url), HuggingFace(services.hugging_face_url)),
    )


async def _vault(
    opening: Opening, passphrase: Secret | None, clock: Clock
) -> tuple[EncryptedVault, keys.VaultKey | None]:
    from auditor.domain.text.content_id import IdKey
    from auditor.vault.store import EncryptedVault

    ids = None if opening.range_seed is None else IdKey.of_seed(opening.range_seed)
    if opening.ephemeral:
        return await EncryptedVault.ephemeral(ids), None
    key = await _key(opening, passphrase)
    return await EncryptedVault.open(opening.folder, key, clock, ids), key


async def _key(opening: Opening, passphrase: Secret | None) -> keys.VaultKey:
    from auditor.vault.storage import keys

    folder = opening.folder
    if opening.key is not None:
        return keys.VaultKey(opening.key)
    if passphrase is not None:
        act = keys.open if opening.vault_exists else keys.create
        return await asyncio.to_thread(act, folder, passphrase)
    if opening.vault_exists:
        kept = await kept_key(opening)
        if kept is not None:
            return kept
    raise VaultLocked(
        _("The vault needs its passphrase."),
        _(
            "Type it when asked, or name a file that holds it in AUDITOR_PASSPHRASE_FILE. "
            "With --ephemeral nothing is kept."
        ),
    )


async def kept_key(opening: Opening) -> keys.VaultKey | None:
    """Return the key that the user chose to keep in the keyring.

    None if there is none or the keyring does not answer.
    """
    from auditor.vault.storage import keys

    try:
        return await keys.kept(opening.folder, KeyringSecrets())
    except SecretsUnavailable:
        return None


def end_readers() -> None:
    """End every reader process, and what works beside, at once: they hold what the vault hides."""
    from auditor.adapters import beside
    from auditor.readers.process import process as readers

    readers.end_all()
    beside.end_all()


async def check_passphrase(opening: Opening, passphrase: Secret | None) -> None:
    """Raise VaultError unless the passphrase, or without one the keyring, opens the vault."""
    from auditor.vault.storage import keys

    if passphrase is not None:
        await asyncio.to_thread(keys.open, opening.folder, passphrase)
    else:
        await _key(opening, None)


async def keep_key(opening: Opening, passphrase: Secret) -> None:
    """Leave the key of the vault in the keyring.

    Only after the user has read that anyone in this log-in can then open it.
    """
    from auditor.vault.storage import keys

    key = await asyncio.to_thread(keys.open, opening.folder, passphrase)
    await keys.keep(opening.folder, key, KeyringSecrets())


async def wipe_vault(opening: Opening) -> Wiped:
    """Destroy the key of the vault, in its file and in the keyring, then its files.

    At the same time the key for signing, the imported trust lists and the keys of services: no file
    waits for a keyring that does not answer.
    """
    from auditor.plugins import loading as plugins
    from auditor.vault.storage.wipe import wipe

    wiped, _signing, _trust, _keys = await asyncio.gather(
        wipe(opening.folder, KeyringSecrets()),
        signing_store(opening).forget(),
        asyncio.to_thread(trust_lists(opening).forget),
        service_keys().forget(),
    )
    plugins.forget(opening.folder)
    with suppress(OSError):  # not empty: it holds something that is not ours
        opening.folder.rmdir()
    return wiped


def readable(opening: Opening) -> tuple[Readable, ...]:
    """Return everything that this program can read, the user's plugins first. Asks nobody."""
    from auditor.plugins.readable import readable

    return readable(opening.folder, opening.settings)


def open_archives(paths: Sequence[str]) -> tuple[AccountArchive, ...]:
    """Return the exports of platforms and the kept pages in files and folders. Raises UsageError.

    Exports come first: what pages show is compared with them.
    """
    from auditor.adapters.local_files import open_file
    from auditor.captures.opening import open_captures

    captures, rest = open_captures(paths, open_file, _owner_of)
    if not rest:
        return captures
    from auditor.archives.opening import open_exports

    try:
        return (*open_exports(rest, open_file), *captures)
    except BaseException:
        for capture in captures:
            capture.close()
        raise


def _owner_of(address: str) -> PageOwner | None:
    """Say whom an address names on a platform that is known by its host."""
    from auditor.captures.page.owner import PageOwner
    from auditor.engine.accounts.closed_platforms import closed_account
    from auditor.guidance.playbooks import playbook

    found = closed_account(address)
    if found is None:
        return None
    known = playbook(found.platform)
    title = found.platform.capitalize() if known is None else known.name
    return PageOwner(found.platform, title, found.handle)


def service_keys() -> ServiceKeys:
    """Return where the person's own keys of services are."""
    from auditor.adapters.keys.service_keys import ServiceKeys

    return ServiceKeys(KeyringSecrets())


async def service_key(name: str) -> Secret:
    """Return the person's own key of a service. Raises UsageError, SecretsUnavailable."""
    row = key_names.named(name)
    if row is None:
        raise UsageError(_("There is no such service."))
    try:
        return await service_keys().get(row)
    except SecretsUnavailable as error:
        told = _("{title} needs a key of your own. {reason}.")
        raise SecretsUnavailable(
            told.format(title=row.title, reason=error.message.rstrip(".")),
            f"{_(row.hint)} {error.hint}",
        ) from error


def breach_lookup(opening: Opening) -> HaveIBeenPwned:
    """Return what asks which breaches hold an address; it needs no vault to say what it sends."""
    from auditor.services.hibp import HaveIBeenPwned

    row = key_names.hibp()
    return HaveIBeenPwned(
        opening.settings.services.hibp_url,
        lambda: service_keys().get(row),
        key_names.kept(row),
        opening.wait,
    )


def trust_lists(opening: Opening) -> TrustLists:
    """Return the lists of authorities whose content credentials the user trusts."""
    from auditor.adapters.keys.trust import TrustLists

    return TrustLists(opening.trust)


def signing_store(opening: Opening) -> SigningStore:
    """Return where the user's own certificate for signing pictures is kept."""
    from auditor.adapters.keys.signing_store import FOLDER, SigningStore

    return SigningStore((opening.folder / FOLDER).absolute(), KeyringSecrets())


def clean_copies(opening: Opening) -> CleanCopies:
    """Return what makes clean copies without a vault, with processes of its own to be closed."""
    from auditor.adapters.local_files import LocalFiles
    from auditor.engine.clean_copies import CleanCopies
    from auditor.readers.process.pool import ReaderPool

    return CleanCopies(LocalFiles(), ReaderPool(opening.settings.readers, thumbnails=False))


def signing(opening: Opening) -> Signing:
    """Return what signs with the user's own certificate; it needs no vault."""
    from auditor.adapters.local_files import LocalFiles
    from auditor.engine.signer import Signing
    from auditor.readers.process.pool import ReaderPool

    alone = replace(opening.settings.readers, vision=False, workers=1)
    return Signing(
        LocalFiles(), signing_store(opening), lambda: ReaderPool(alone, thumbnails=False)
    )
