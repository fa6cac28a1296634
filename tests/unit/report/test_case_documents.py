"""What is in a case: facts in words, and checksums that hold.

Nothing of a picture or of a private image is in it.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

from auditor.checks.private_image import CHECK
from auditor.domain.account import Profile
from auditor.domain.archives.archive import ArchiveMark
from auditor.domain.archives.capture import CaptureMark
from auditor.domain.findings.check import InventoryCase
from auditor.domain.findings.finding import Finding, finding_id
from auditor.domain.photos.photo import Rendition, Role
from auditor.domain.private import PrivateMatch, withheld
from auditor.domain.text.statement import Kind, Statement, Value
from auditor.domain.views import AccountState, NetworkEntry
from auditor.engine.evidence.case import CaseFinding
from auditor.report.case import documents as case_documents
from auditor.report.case.documents import CHAIN, MANIFEST, CaseFiles
from tests import json_shapes
from tests.contract.vault_making import T0, at, private_hit
from tests.rows import each_row
from tests.unit.engine.evidence import ADA, EVE, case, impostor, own

NOW = at(100)
REQUEST = NetworkEntry(
    at(3),
    "GET",
    "ada.example",
    "/media/IMG_00001.jpg",
    "picture",
    200,
    10,
    1000,
    "as \x1b]2;evil\x07 logged",
)


def states() -> list[AccountState]:
    return [
        AccountState(account, Profile(display_name="Ada"), 1, T0, "fetched", "", ())
        for account in (ADA, EVE)
    ]


def built(*seen: CaseFinding) -> CaseFiles:
    return case_documents.build(case(seen, [REQUEST]), states(), NOW)


def everything(made: CaseFiles) -> str:
    return "\n".join(data.decode() for data in made.files.values())


def private() -> CaseFinding:
    """A possible match with a private image, as the check tells it and the vault keeps it."""
    mine = own()
    assert mine.stored is not None
    assert mine.stored.facts is not None
    match = PrivateMatch(
        mine.stored.photo.id, ADA.id, mine.targets[0], "the beach, June", private_hit(), at(2)
    )
    seen = next(iter(CHECK.run(InventoryCase((), (), private=(match,)), T0.date())))
    found = Finding(finding_id(CHECK.id, seen), CHECK.id, seen, mine.finding.remedy)
    return replace(
        mine, finding=found, stored=replace(mine.stored, facts=withheld(mine.stored.facts))
    )


def test_a_record_says_what_where_when_and_how_sure() -> None:
    made = built(own(), impostor())
    told = made.files["01.txt"].decode()
    for part in (
        "https://ada.example/post/1",
        "https://ada.example/media/IMG_00001.jpg",
        "2026-05-04 12:01:00 UTC",
        "2026-05-04 13:00:00 UTC",
        "ada.example (atproto)",
        "Severity: high. How sure: sure.",
        f"SHA-256 {1:064x}",
        "1001 bytes, 2001 × 1000 px",
    ):
        assert part in told
    assert "called an impostor by the user" in made.files["02.txt"].decode()
    assert "THE ORIGINAL, AS IT WAS SERVED" in made.files["02.txt"].decode()
    assert "The picture is covered (2001 × 1000 px)." in made.files["01.html"].decode()
    assert "GET\t200\tada.example/media/IMG_00001.jpg\t1000" in made.files["requests.txt"].decode()
    assert "2 more requests" in made.files["requests.txt"].decode()


def test_what_is_of_an_archive_was_served_by_nobody() -> None:
    mine = own()
    assert mine.stored is not None
    uploaded = tuple(replace(each, role=Role.UPLOADED) for each in mine.stored.photo.renditions)
    photo = replace(mine.stored.photo, renditions=uploaded)
    mark = ArchiveMark("instagram", at(4), at(5))
    brought = replace(
        mine,
        account=replace(mine.account, archive=mark, url=""),
        stored=replace(mine.stored, photo=photo),
    )
    told = built(brought).files["01.txt"].decode()
    assert "AS IT WAS SERVED" not in told
    assert "FILE AS IT STANDS IN THE ACCOUNT'S OWN ARCHIVE" in told
    assert "from the account's own archive, made at 2026-05-04" in told
    assert "(atproto)\n" in told


def test_what_a_check_means_and_when_it_is_wrong_is_told() -> None:
    real = replace(own(), finding=replace(own().finding, check="position-in-metadata"))
    told = built(real).files["01.txt"].decode()
    assert "WHAT IT MEANS" in told
    assert "WHEN IT IS WRONG" in told


def test_nothing_of_a_picture_is_in_it() -> None:
    made = built(own(), impostor())
    mine = own().stored
    assert mine is not None
    assert mine.facts is not None
    assert mine.facts.pdq is not None
    hashes = {turned for turned in mine.facts.pdq.dihedral if turned != mine.facts.sha256}
    assert hashes
    assert not any(digest in everything(made) for digest in hashes)
    assert not re.search(r"<img|<a |data:|base64|\bPDQ\b|phash|WebP", everything(made))
    for name, data in made.files.items():
        assert re.fullmatch(r"[A-Za-z0-9]+\.(txt|html|sha256)", name)
        assert "ada" not in name
        assert b"\x1b" not in data


def test_a_possible_private_image_keeps_its_label_and_checksum_out() -> None:
    made = built(private())
    told = everything(made)
    assert "Possible match with an image on your private list" in told
    assert "https://ada.example/post/1" in told
    assert "Its checksum is withheld" in told
    for secret in ("beach", "mirrored", "of 256 bits", "Quality", f"{1:064x}"):
        assert secret not in told


def test_hostile_text_is_text() -> None:
    nasty = "<script>alert(1)</script>\x1b]52;c;aGk=\x07\u202e"
    seen = own()
    bad = replace(
        seen.finding.observation, title=Statement("By {name}", (Value("name", nasty, Kind.NAME),))
    )
    page = (
        built(replace(seen, finding=replace(seen.finding, observation=bad)))
        .files["01.html"]
        .decode()
    )
    assert "<script>" not in page
    assert "\x1b" not in page
    assert "\u202e" not in page
    assert "default-src &#x27;none&#x27;" in page


def test_positions_are_told_to_one_kilometre() -> None:
    seen = own()
    where = Statement("Taken at {place}", (Value("place", "52.516342, 13.377718", Kind.PLACE),))
    exact = replace(seen.finding.observation, title=where)
    told = everything(built(replace(seen, finding=replace(seen.finding, observation=exact))))
    assert "52.52, 13.38" in told
    assert "52.516342" not in told


@each_row("change", ["01.txt", "README.txt", CHAIN])
def test_manifest_and_chain_hold_and_a_change_breaks_them(change: str) -> None:
    made = built(own())
    assert _holds(dict(made.files)) == made.seal
    assert _holds({**made.files, change: made.files[change] + b" "}) is None


def test_the_chain_ties_order_and_names() -> None:
    first, second = built(own(1), own(2)), built(own(2), own(1))
    assert first.seal != second.seal
    lines = first.files[CHAIN].decode().splitlines()
    swapped = "\n".join([lines[1], lines[0], *lines[2:]]) + "\n"
    files = {**first.files, CHAIN: swapped.encode()}
    files[MANIFEST] = "".join(
        f"{_sum(data)}  {name}\n" for name, data in files.items() if name != MANIFEST
    ).encode()
    assert _holds(files) is None


def test_the_document_tells_file_seal_and_names() -> None:
    made = built(own())
    told = json_shapes.check(case_documents.written("x.zip", case([own()]), made, b"sealed", NOW))
    assert told["schema"] == "auditor/case/2"
    assert told["seal"] == made.seal
    assert told["sha256"] == _sum(b"sealed")
    assert {file["name"] for file in told["files"]} == set(made.files)


def _sum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _holds(files: dict[str, bytes]) -> str | None:
    """Return the seal if manifest and chain hold, as README.txt says how to check them."""
    pairs = [line.split("  ") for line in files[MANIFEST].decode().splitlines()]
    listed = {name: checksum for checksum, name in pairs}
    if {name: _sum(data) for name, data in files.items() if name != MANIFEST} != listed:
        return None
    before = "0" * 64
    for line in files[CHAIN].decode().splitlines():
        link, checksum, name = line.split(" ")
        if _sum(f"{before} {checksum} {name}\n".encode()) != link or _sum(files[name]) != checksum:
            return None
        before = link
    return before


def test_what_is_of_a_kept_page_is_said_to_prove_nothing() -> None:
    mine = own()
    assert mine.stored is not None
    address = "capture:ab/1.jpg"
    shown = (Rendition(address, Role.SERVED, immutable=True),)
    photo = replace(mine.stored.photo, renditions=shown, media_url=address)
    captured = CaptureMark("har", "https://a.example/", at(4))
    brought = replace(
        mine,
        account=replace(mine.account, archive=ArchiveMark("har", at(4), at(5), capture=captured)),
        stored=replace(mine.stored, photo=photo),
    )
    told = built(brought).files["01.txt"].decode()
    assert "FILE AS IT STANDS IN A PAGE THAT WAS KEPT" in told
    assert "in a page that a browser kept at 2026-05-04" in told
    assert "nothing proves that file" in told
    assert "own archive" not in told
