"""The C2PA SDK, asked offline with the trust lists that the user imported or chose.

Its answers and errors are put into our words.
"""

from __future__ import annotations

import io
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

import c2pa  # type: ignore[import-untyped]  # ships no types
import msgspec

from auditor.dataclass import dataclass
from auditor.domain.photos.picture_contents import Provenance, ProvenanceOutcome, TrustedBy
from auditor.domain.trust import ENDING, OFFICIAL, chosen_at, id_of, unpacked
from auditor.guidance import trust_list
from auditor.messages import _
from auditor.readers.credentials.identity import has_identity, identities_decoded
from auditor.readers.credentials.store import UNTRUSTED, provenance_of
from auditor.readers.optional_parts import MissingPartError

__all__ = ["read_store"]

StoreSource = bytes | BinaryIO

_OFFLINE = {"verify": {"verify_trust": True, "remote_manifest_fetch": False, "ocsp_fetch": False}}
"""Settings of c2pa-rs 0.91 (docs/settings). Its own list of key usages for signers
(emailProtection, documentSigning, timeStamping, OCSPSigning, Microsoft's C2PA Signing,
c2pa-kp-claimSigning) holds as long as no trust.trust_config is given, which none is."""
_NO_HOSTS: list[str] = []
"""No host may be asked. To verify an identity assertion, the SDK would look up its did:web on the
network: with this setting it does not even ask for the address of the host."""

_LONGEST_STORE = 16 * 1024 * 1024
_MALFORMED = Provenance(ProvenanceOutcome.INVALID, codes=("general.error",))
"""C2PA 2.2, 15.2.2: the code for what no other code says."""


_Candidate = tuple[TrustedBy, str, str]
"""A list: its kind, when it was imported or chosen, and its certificates."""


@dataclass(frozen=True, slots=True)
class _Lists:
    """What the user imported, the oldest first, and when the official list was chosen, if it was.

    `imported` are pairs of the date of import and the certificates.
    """

    imported: tuple[tuple[str, str], ...] = ()
    official_since: str | None = None

    @property
    def anchors(self) -> str:
        """All certificates together."""
        own = "".join(certificates for _date, certificates in self.imported)
        return own + (_official() if self.official_since else "")

    def candidates(self) -> list[_Candidate]:
        """Return each list alone.

        The official one comes first: its authorities of time stamps stand in for those that an
        imported list lacks, and some of them sign for products as well.
        """
        times = trust_list.official_list().time_stamps if self.official_since else ""
        found = [
            (TrustedBy.IMPORTED, date, certificates + times) for date, certificates in self.imported
        ]
        if self.official_since:
            found.insert(0, (TrustedBy.OFFICIAL, self.official_since, _official()))
        return found


def read_store(source: StoreSource, mime: str, trust: str) -> Provenance | None:
    """Return what the manifest store in a file says, None if there is none.

    `source` are its bytes, or the open file.

    Raises MissingPartError where the SDK cannot run.
    """
    lists = _read_lists(trust)
    store = _ask_sdk(source, mime, lists.anchors)
    if store is None or isinstance(store, Provenance):
        return store
    if has_identity(store):
        looked_at = _ask_sdk(source, mime, lists.anchors, identities=True)
        decoded = looked_at if isinstance(looked_at, dict) else {}
        found = provenance_of(identities_decoded(store, decoded), decoded)
    else:
        found = provenance_of(store)
    official = trust_list.DATE if lists.official_since else None
    found = replace(found, official_list=official)
    if found.outcome is not ProvenanceOutcome.TRUSTED:
        return found
    trusting = _find_trusting(source, mime, lists)
    if trusting is None:
        return replace(found, outcome=ProvenanceOutcome.VALID, codes=(UNTRUSTED, *found.codes))
    by, since, _certificates = trusting
    return replace(found, trusted_by=by, trusted_since=since)


def _find_trusting(source: StoreSource, mime: str, lists: _Lists) -> _Candidate | None:
    """Return the first list that trusts the signer alone, else the newest of all.

    None where only an authority of time stamps speaks for the signer: it is none for pictures.
    """
    candidates = lists.candidates()
    alone = trust_list.official_list().only_time_stamps if lists.official_since else ""
    if alone and _trusts(source, mime, alone):
        own = [(TrustedBy.IMPORTED, date, certificates) for date, certificates in lists.imported]
        return next((each for each in own if _trusts(source, mime, each[2])), None)
    if len(candidates) > 1:
        for candidate in candidates:
            if _trusts(source, mime, candidate[2]):
                return candidate
    return candidates[-1]


def _official() -> str:
    official = trust_list.official_list()
    return official.signers + official.time_stamps


def _trusts(source: StoreSource, mime: str, anchors: str) -> bool:
    store = _ask_sdk(source, mime, anchors)
    return isinstance(store, dict) and (provenance_of(store).outcome is ProvenanceOutcome.TRUSTED)


def _ask_sdk(
    source: StoreSource, mime: str, anchors: str, *, identities: bool = False
) -> dict[str, object] | Provenance | None:
    """Return the store as the SDK tells it; with `identities` it looks at those too.

    None for no store, or the outcome that an error means.
    """
    context = _make_context(anchors, identities=identities)
    try:
        if isinstance(source, bytes):
            stream: BinaryIO = io.BytesIO(source)
        else:
            stream = source
            stream.seek(0)
        with c2pa.Reader(mime, stream, context=context) as reader:
            told = str(reader.json())
    except c2pa.C2paError.ManifestNotFound:
        return None
    except c2pa.C2paError.NotSupported:
        return Provenance(ProvenanceOutcome.UNSUPPORTED)
    except c2pa.C2paError as error:
        # "must fetch remote manifests from url ...": no embedded store; the address is read from
        # the XMP
        return None if str(error).startswith("Remote") else _MALFORMED
    if len(told) > _LONGEST_STORE:
        return _MALFORMED
    store = msgspec.json.decode(told)
    return store if isinstance(store, dict) else _MALFORMED


@lru_cache(maxsize=8)
def _make_context(anchors: str, *, identities: bool) -> c2pa.Context:
    """Return the settings of the SDK with these authorities beside its empty own list.

    Raises MissingPartError.
    """
    core = {"allowed_network_hosts": _NO_HOSTS, "decode_identity_assertions": identities}
    trusted = {"trust": {"user_anchors": anchors}} if anchors else {}
    try:
        return c2pa.Context.from_dict({**_OFFLINE, "core": core, **trusted})
    except c2pa.C2paError as error:
        raise MissingPartError(
            _("the reader of content credentials did not start ({kind})").format(
                kind=type(error).__name__
            )
        ) from error


def _read_lists(trust: str) -> _Lists:
    """Return the lists in a folder. What is no list, or cannot be read, trusts nobody."""
    if not trust:
        return _Lists()
    folder = Path(trust)
    found = []
    try:
        paths = sorted(folder.glob(f"*{ENDING}"))
    except OSError:
        return _Lists()
    for path in paths:
        try:
            imported_at, certificates = unpacked(path.read_text("ascii"))
        except (OSError, ValueError):
            continue
        if id_of(certificates) == path.stem:
            found.append((imported_at, certificates))
    try:
        since = chosen_at((folder / OFFICIAL).read_text("ascii"))
    except (OSError, ValueError):
        since = None
    return _Lists(tuple(sorted(found, key=lambda kept: kept[0])), since)
