"""Signed pictures, read by c2pa-python's own Reader in a process that did not sign them."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from auditor.adapters.keys.own_certificate import Made, make
from auditor.domain.hardening import Edit, MadeBy, Wishes
from auditor.readers.clean_copy.harden import NOTICE, harden
from auditor.readers.clean_copy.jpeg.segments import APP11, segments
from auditor.readers.clean_copy.proof.leftovers import leftovers
from auditor.readers.credentials.signing import sign
from auditor.readers.jobs import HardenJob, SignJob
from tests.unit.readers import laden

_READ = """
import json, sys, c2pa
offline = {
    "verify": {"verify_trust": True, "remote_manifest_fetch": False, "ocsp_fetch": False},
    "core": {"allowed_network_hosts": []},
}
anchors = {"trust": {"user_anchors": open(sys.argv[1]).read()}} if sys.argv[1] else {}
told = []
for path in sys.argv[2:]:
    try:
        with c2pa.Reader(path, context=c2pa.Context.from_dict({**offline, **anchors})) as reader:
            told.append([str(reader.get_validation_state()), json.loads(reader.json())])
    except c2pa.C2paError as error:
        told.append(["Invalid", str(type(error))])
print(json.dumps(told))
"""


def read_afresh(*paths: Path, anchors: Path | str = "") -> list[tuple[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-c", _READ, str(anchors), *map(str, paths)],
        capture_output=True,
        check=True,
    )
    return [tuple(load) for load in json.loads(done.stdout)]


@pytest.fixture(scope="module")
def mine() -> Made:
    return make("Photo owner", datetime.now(UTC))


def job(mine: Made, *edits: Edit, made_by: MadeBy = MadeBy.CAMERA) -> SignJob:
    return SignJob(0, mine.certificate.chain, mine.key.reveal(), made_by, edits, 30)


def clean(data: bytes) -> bytes:
    copy, reason = harden(data, HardenJob(0, Wishes(), exiftool=False, seconds=30))
    assert copy is not None, reason
    return copy.data


def signed(mine: Made, data: bytes, *edits: Edit) -> bytes:
    copy, reason = sign(clean(data), job(mine, *edits))
    assert reason == ""
    return copy


@pytest.mark.parametrize(
    ("ending", "data"), [("jpg", laden.jpeg()), ("png", laden.png()), ("webp", laden.webp())]
)
def test_reads_as_valid_in_a_fresh_process(
    tmp_path: Path, mine: Made, ending: str, data: bytes
) -> None:
    copy = signed(mine, data, Edit.RESIZED)
    (tmp_path / f"copy.{ending}").write_bytes(copy)
    (tmp_path / "ca.pem").write_text(mine.certificate.authority)
    ((state, store),) = read_afresh(tmp_path / f"copy.{ending}")
    assert state == "Valid"
    ((trusted, _store),) = read_afresh(tmp_path / f"copy.{ending}", anchors=tmp_path / "ca.pem")
    assert trusted == "Trusted"
    (manifest,) = store["manifests"].values()
    said = {assertion["label"]: assertion["data"] for assertion in manifest["assertions"]}
    uses = {name: entry["use"] for name, entry in said["cawg.training-mining"]["entries"].items()}
    assert uses == dict.fromkeys(
        (
            "cawg.ai_inference",
            "cawg.ai_generative_training",
            "cawg.ai_training",
            "cawg.data_mining",
        ),
        "notAllowed",
    )
    assert [action["action"] for action in said["c2pa.actions.v2"]["actions"]] == [
        "c2pa.created",
        "c2pa.resized",
    ]
    assert "when" not in json.dumps(said)
    assert not {"thumbnail", "title", "ingredients"} & {
        key for key, value in manifest.items() if value
    }
    assert "time" not in manifest["signature_info"]
    assert leftovers(copy, NOTICE, signed=True, exiftool=True) == ()
    assert leftovers(copy, NOTICE, signed=False, exiftool=False) != ()


def places(copy: bytes) -> dict[str, int]:
    """Return where to flip a byte: in the picture, in the notice, in what the credentials say."""
    store_at = next(
        segment.end - len(segment.whole) for segment in segments(copy) if segment.marker == APP11
    )
    return {
        "first table": copy.index(b"\xff\xdb") + 10,
        "middle of the picture": len(copy) - 2000,
        "end of the picture": len(copy) - 5,
        "notice": copy.index(b"DMI-PROHIBITED") + 5,
        "training": copy.index(b"notAllowed", store_at) + 1,
        "action": copy.index(b"c2pa.created", store_at) + 6,
        "certificate": copy.index(b"Photo owner", store_at) + 2,
    }


def test_a_flipped_byte_makes_it_invalid(tmp_path: Path, mine: Made) -> None:
    copy = signed(mine, laden.jpeg())
    paths = []
    for name, place in places(copy).items():
        paths.append(tmp_path / f"{name}.jpg")
        paths[-1].write_bytes(copy[:place] + bytes((copy[place] ^ 1,)) + copy[place + 1 :])
    assert {
        path.stem: state for path, (state, _store) in zip(paths, read_afresh(*paths), strict=True)
    } == dict.fromkeys(places(copy), "Invalid")


def test_what_cannot_be_signed(mine: Made) -> None:
    for data in (b"", b"no picture", laden.other("GIF"), signed(mine, laden.jpeg())):
        copy, reason = sign(data, job(mine))
        assert copy == b""
        assert reason


def test_a_wrong_key_is_told_without_its_text(mine: Made) -> None:
    other = make("Somebody", datetime.now(UTC))
    mixed = SignJob(0, mine.certificate.chain, other.key.reveal(), MadeBy.CAMERA, (), 30)
    copy, reason = sign(clean(laden.jpeg()), mixed)
    assert copy == b""
    assert "PRIVATE" not in reason
    assert other.key.reveal() not in repr(mixed)


def test_signing_says_how_it_was_made(tmp_path: Path, mine: Made) -> None:
    copy, _reason = sign(clean(laden.jpeg()), job(mine, made_by=MadeBy.AI))
    (tmp_path / "ai.jpg").write_bytes(copy)
    ((state, store),) = read_afresh(tmp_path / "ai.jpg")
    assert state == "Valid"
    assert "trainedAlgorithmicMedia" in json.dumps(store)
