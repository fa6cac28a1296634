"""The official C2PA trust list, as it came with this program: off until the user chooses it.

Two lists of certificates: authorities whose signers are conforming products, and authorities of
time stamps. A signer of a time stamp is no signer of pictures.

Data: C2PA (https://github.com/c2pa-org/conformance-public, folder trust-list), licence CC BY 4.0
(https://creativecommons.org/licenses/by/4.0/), unchanged. It says of itself that it was issued on
2026-08-05; `DATE` is the day on which it was last changed where it is published.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from auditor.dataclass import dataclass

DATE = "2026-08-13"
SOURCE_URL = "https://github.com/c2pa-org/conformance-public"
COMMIT = "7dbff513b66e36184619286fe734beea32f2e6db"

_BEGIN, _END = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"


@dataclass(frozen=True, slots=True)
class OfficialList:
    """The two lists, in PEM (RFC 7468) without what stands between the certificates.

    `only_time_stamps` are those authorities of time stamps that sign for no product.
    """

    signers: str
    time_stamps: str
    only_time_stamps: str


@lru_cache(maxsize=1)
def official_list() -> OfficialList:
    """Return the list in this program."""
    signers, time_stamps = _read("signing.pem"), _read("time-stamps.pem")
    alone = [certificate for certificate in time_stamps if certificate not in signers]
    return OfficialList("".join(signers), "".join(time_stamps), "".join(alone))


def _read(name: str) -> list[str]:
    told = files("auditor.guidance").joinpath("trust", name).read_text("ascii")
    return [
        f"{_BEGIN}{part.partition(_END)[0]}{_END}\n"
        for part in told.split(_BEGIN)[1:]
        if _END in part
    ]
