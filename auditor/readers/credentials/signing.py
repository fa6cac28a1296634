"""Signs a picture with the user's own certificate (C2PA).

This runs in a process of its own that has no network and writes no file.

No time stamp is fetched and no small picture is put in. The credentials say that the picture was
made, how (as its owner says), what was done to it, and that nobody may train on it or mine it.
"""

from __future__ import annotations

import io

import c2pa  # type: ignore[import-untyped]  # ships no types

from auditor.domain.hardening import MadeBy
from auditor.messages import _
from auditor.readers.jobs import SignJob
from auditor.readers.picture.header import read_header

__all__ = ["TRAINING", "sign"]

_MIME = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
_BOX, _LABEL = b"jumb", b"c2pa"  # as readers.provenance
_SOURCE = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_SETTINGS = {
    "verify": {
        "verify_trust": True,
        "verify_after_sign": True,
        "remote_manifest_fetch": False,
        "ocsp_fetch": False,
    },
    "core": {"allowed_network_hosts": [], "decode_identity_assertions": False},
    "builder": {"thumbnail": {"enabled": False}},
}
TRAINING = {
    f"cawg.{use}": {"use": "notAllowed"}
    for use in ("ai_inference", "ai_generative_training", "ai_training", "data_mining")
}
"""CAWG Training and Data Mining Assertion 1.1."""


def sign(data: bytes, job: SignJob) -> tuple[bytes, str]:
    """Return the signed picture, or nothing and the reason.

    The key is in the job and nowhere else.
    """
    header = read_header(data)
    mime = _MIME.get(header.format) if header else None
    if mime is None:
        return b"", _("only JPEG, PNG and WebP can be signed here")
    if _LABEL in data and _BOX in data:
        return b"", _(
            "it carries content credentials already, which would be lost; harden --sign begins "
            "with a clean copy"
        )
    # None: no time stamp server
    signer = c2pa.C2paSignerInfo(
        b"es256", job.certificates.encode("ascii"), job.key.encode("ascii"), None
    )
    out = io.BytesIO()
    try:
        with (
            c2pa.Context.from_dict(_SETTINGS) as context,
            c2pa.Signer.from_info(signer) as key,
            c2pa.Builder(_make_manifest(mime, job), context) as builder,
        ):
            builder.sign(key, mime, io.BytesIO(data), out)
    except c2pa.C2paError as error:
        return b"", _("could not be signed ({kind})").format(kind=type(error).__name__.lstrip("_"))
    return out.getvalue(), ""


def _make_manifest(mime: str, job: SignJob) -> dict[str, object]:
    """Return the manifest.

    The program that is named is the SDK: which tool somebody protects themselves with is nobody's
    business.
    """
    created = {"action": "c2pa.created", "digitalSourceType": _SOURCE + MadeBy(job.made_by).value}
    return {
        "claim_generator_info": [{"name": "c2pa-python"}],
        "format": mime,
        "assertions": [
            {
                "label": "c2pa.actions",
                "data": {"actions": [created, *({"action": edit.value} for edit in job.edits)]},
            },
            {"label": "cawg.training-mining", "data": {"entries": TRAINING}},
        ],
    }
