"""The C2PA SDK, asked offline with the trust lists that the user imported.

Its answers and errors are put into our words.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import c2pa  # type: ignore[import-untyped]  # ships no types
import msgspec

from auditor.domain.photos.picture_contents import Provenance, ProvenanceOutcome
from auditor.domain.trust import ENDING, id_of, unpacked
from auditor.messages import _
from auditor.readers.credentials.store import provenance_of
from auditor.readers.optional_parts import MissingPartError

__all__ = ["read_store"]

_OFFLINE = {
    "verify": {"verify_trust": True, "remote_manifest_fetch": False, "ocsp_fetch": False},
    # identity assertions are left as they are: to verify one, the SDK would look up its did:web on
    # the network
    "core": {"allowed_network_hosts": [], "decode_identity_assertions": False},
}
"""Settings of c2pa-rs 0.91 (docs/settings). Its own list of key usages for signers
(emailProtection, documentSigning, timeStamping, OCSPSigning, Microsoft's C2PA Signing,
c2pa-kp-claimSigning) holds as long as no trust.trust_config is given, which none is."""

_LONGEST_STORE = 16 * 1024 * 1024
_MALFORMED = Provenance(ProvenanceOutcome.INVALID, codes=("general.error",))
"""C2PA 2.2, 15.2.2: the code for what no other code says."""


@dataclass(frozen=True, slots=True)
class _List:
    imported_at: str
    certificates: str


def read_store(data: bytes, mime: str, trust: str) -> Provenance | None:
    """Return what the manifest store in a file says, None if there is none.

    Raises MissingPartError where the SDK cannot run.
    """
    lists = _read_lists(trust)
    store = _ask_sdk(data, mime, "".join(trust_list.certificates for trust_list in lists))
    if store is None or isinstance(store, Provenance):
        return store
    found = provenance_of(store)
    if found.outcome is not ProvenanceOutcome.TRUSTED:
        return found
    return replace(found, trusted_since=_find_trusted_since(data, mime, lists))


def _find_trusted_since(data: bytes, mime: str, lists: tuple[_List, ...]) -> str:
    """Return when the list was imported that trusts the signer.

    The first one that does so alone, else the newest of all.
    """
    for trust_list in lists if len(lists) > 1 else ():
        store = _ask_sdk(data, mime, trust_list.certificates)
        if isinstance(store, dict) and provenance_of(store).outcome is ProvenanceOutcome.TRUSTED:
            return trust_list.imported_at
    return lists[-1].imported_at


def _ask_sdk(data: bytes, mime: str, anchors: str) -> dict[str, object] | Provenance | None:
    """Return the store as the SDK tells it.

    None for no store, or the outcome that an error means.
    """
    try:
        with c2pa.Reader(mime, io.BytesIO(data), context=_make_context(anchors)) as reader:
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
def _make_context(anchors: str) -> c2pa.Context:
    """Return the settings of the SDK with these authorities beside its empty own list.

    Raises MissingPartError.
    """
    trusted = {"trust": {"user_anchors": anchors}} if anchors else {}
    try:
        return c2pa.Context.from_dict({**_OFFLINE, **trusted})
    except c2pa.C2paError as error:
        raise MissingPartError(
            _("the reader of content credentials did not start ({kind})").format(
                kind=type(error).__name__
            )
        ) from error


def _read_lists(trust: str) -> tuple[_List, ...]:
    """Return the imported lists, the oldest first.

    What is no list, or cannot be read, trusts nobody.
    """
    if not trust:
        return ()
    found = []
    try:
        paths = sorted(Path(trust).glob(f"*{ENDING}"))
    except OSError:
        return ()
    for path in paths:
        try:
            trust_list = _List(*unpacked(path.read_text("ascii")))
        except (OSError, ValueError):
            continue
        if id_of(trust_list.certificates) == path.stem:
            found.append(trust_list)
    return tuple(sorted(found, key=lambda trust_list: trust_list.imported_at))
