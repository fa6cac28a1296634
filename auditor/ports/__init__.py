"""The small interfaces between the rooms. The wiring decides what stands behind each."""

from __future__ import annotations

from auditor.ports.archive import AccountArchive
from auditor.ports.lookup import Consent, Lookup, Outgoing, OutgoingRequest
from auditor.ports.machine import Aside, Clock, Files, Identities, Readers, Secrets
from auditor.ports.network import Answer, Http
from auditor.ports.private import PrivateVault
from auditor.ports.program import ListingProgram, RunsProgram
from auditor.ports.source import (
    Declared,
    KeepsVersions,
    KeyOf,
    ProofText,
    Recognised,
    Source,
    SwitchedOff,
)
from auditor.ports.vault import Vault

__all__ = [
    "AccountArchive",
    "Answer",
    "Aside",
    "Clock",
    "Consent",
    "Declared",
    "Files",
    "Http",
    "Identities",
    "KeepsVersions",
    "KeyOf",
    "ListingProgram",
    "Lookup",
    "Outgoing",
    "OutgoingRequest",
    "PrivateVault",
    "ProofText",
    "Readers",
    "Recognised",
    "RunsProgram",
    "Secrets",
    "Source",
    "SwitchedOff",
    "Vault",
]
