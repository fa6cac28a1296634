"""Content credentials: signed here, read back, broken, trusted, left on a server.

Nothing is ever fetched.
"""

from __future__ import annotations

import asyncio
import io
import socket
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from auditor.adapters.keys.trust import TrustLists
from auditor.config import ReaderSettings
from auditor.domain.photos.picture_contents import Provenance, ProvenanceOutcome, Revealed, Reveals
from auditor.domain.trust import packed
from auditor.readers.credentials import read_provenance as provenance
from auditor.readers.credentials.read_provenance import read_provenance
from auditor.readers.credentials.store import provenance_of
from auditor.readers.process.pool import ReaderPool
from tests.examples import examples
from tests.rows import each_row
from tests.unit.readers.pictures import picture
from tests.unit.readers.signed import AI, authority, created, signed

FIRST, LATER = datetime(2026, 1, 2, tzinfo=UTC), datetime(2026, 3, 4, tzinfo=UTC)
UNTRUSTED = ("signingCredential.untrusted",)
WORK = (
    "stds.schema-org.CreativeWork",
    {
        "@context": "http://schema.org/",
        "@type": "CreativeWork",
        "author": [{"@type": "Person", "name": "Erika Muster"}],
    },
)
EXIF = (
    "stds.exif",
    {
        "@context": {"exif": "http://ns.adobe.com/exif/1.0/"},
        "exif:GPSLatitude": "52,31.2345N",
        "exif:GPSLongitude": "13,24.3456E",
        "exif:Make": "ACME",
    },
)


@pytest.fixture(scope="module")
def plain() -> bytes:
    return signed(created())


def flipped(data: bytes) -> bytes:
    """Return the picture with one bit of its pixels changed."""
    changed = bytearray(data)
    changed[-20] ^= 1
    return bytes(changed)


def told(found: Provenance, what: Reveals) -> list[str]:
    return [reveal.value for reveal in found.reveals if reveal.what is what]


@each_row("kind", ["JPEG", "PNG", "WEBP", "TIFF", "GIF"])
def test_none_without_asking_the_sdk(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(provenance, "_read_embedded", lambda *_: pytest.fail("the SDK was asked"))
    assert read_provenance(picture(kind), kind, "") == Provenance(ProvenanceOutcome.NONE)


def test_words_that_look_like_credentials_are_none() -> None:
    assert (
        read_provenance(picture("JPEG", comment=b"jumb c2pa"), "JPEG", "").outcome
        is ProvenanceOutcome.NONE
    )


@each_row("kind", ["BMP", "", "JP2"])
def test_formats_that_carry_none(kind: str) -> None:
    assert read_provenance(b"BM" + bytes(60), kind, "").outcome is ProvenanceOutcome.UNSUPPORTED


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "GIF"])
def test_valid_in_every_format_and_nobody_is_trusted_unasked(kind: str) -> None:
    found = read_provenance(signed(created(), kind=kind), kind, "")
    assert (found.outcome, found.codes, found.trusted_since) == (
        ProvenanceOutcome.VALID,
        UNTRUSTED,
        None,
    )


@pytest.mark.usefixtures("kept_readers")
def test_the_content_counts_not_the_name(plain: bytes) -> None:
    """The pool knows a file's name; a JPEG called .png is a JPEG."""

    async def read() -> Provenance | None:
        async with ReaderPool(
            ReaderSettings(vision=False, exiftool=False, workers=1), thumbnails=False
        ) as pool:
            return (await pool.read(plain, file_name="x.png")).facts.provenance

    found = asyncio.run(read())
    assert found is not None
    assert found.outcome is ProvenanceOutcome.VALID


def test_trusted_since_the_import_of_the_list_that_says_so(plain: bytes, tmp_path: Path) -> None:
    lists = TrustLists(tmp_path)
    lists.add(authority("Somebody Else").pem, FIRST)
    assert read_provenance(plain, "JPEG", str(tmp_path)).outcome is ProvenanceOutcome.VALID
    lists.add(authority().pem, LATER)
    found = read_provenance(plain, "JPEG", str(tmp_path))
    assert (found.outcome, found.codes, found.trusted_since) == (
        ProvenanceOutcome.TRUSTED,
        (),
        "2026-03-04T00:00:00Z",
    )
    lists.add(authority("A Third").pem, datetime(2026, 5, 6, tzinfo=UTC))
    assert read_provenance(plain, "JPEG", str(tmp_path)).trusted_since == "2026-03-04T00:00:00Z"


def test_lists_that_are_none_trust_nobody(plain: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.pem").write_text(authority().pem.decode())
    (tmp_path / "y.pem").write_bytes(b"\xff\xfe")
    # an id that is not its own
    (tmp_path / f"{'0' * 64}.pem").write_text(
        packed("2026-01-02T00:00:00Z", authority().pem.decode())
    )
    assert read_provenance(plain, "JPEG", str(tmp_path)).outcome is ProvenanceOutcome.VALID
    assert (
        read_provenance(plain, "JPEG", str(tmp_path / "missing")).outcome is ProvenanceOutcome.VALID
    )


def test_one_changed_bit_is_invalid(plain: bytes) -> None:
    found = read_provenance(flipped(plain), "JPEG", "")
    assert found.outcome is ProvenanceOutcome.INVALID
    assert "assertion.dataHash.mismatch" in found.codes


def test_saving_anew_leaves_none(plain: bytes) -> None:
    out = io.BytesIO()
    Image.open(io.BytesIO(plain)).save(out, "JPEG", quality=90)
    assert read_provenance(out.getvalue(), "JPEG", "").outcome is ProvenanceOutcome.NONE


def test_a_store_cut_short_is_invalid(plain: bytes) -> None:
    found = read_provenance(plain[: plain.find(b"c2pa") + 400], "JPEG", "")
    assert (found.outcome, found.codes) == (ProvenanceOutcome.INVALID, ("general.error",))


def test_a_broken_ingredient_is_told_though_the_file_is_whole(plain: bytes) -> None:
    found = read_provenance(
        signed(created(), ingredients=(("before.jpg", flipped(plain)), ("whole.jpg", plain))),
        "JPEG",
        "",
    )
    assert found.outcome is ProvenanceOutcome.VALID
    assert found.broken_ingredients == ("before.jpg",)
    assert "assertion.dataHash.mismatch" in found.codes


def test_what_they_reveal(plain: bytes) -> None:
    edit = {
        "action": "c2pa.cropped",
        "when": "2024-05-06T07:08:09Z",
        "softwareAgent": {"name": "Brush", "version": "2"},
    }
    data = signed(
        created(AI, edit),
        WORK,
        EXIF,
        ingredients=(("before.jpg", plain),),
        title="Erika at home.jpg",
    )
    found = read_provenance(data, "JPEG", "")
    assert told(found, Reveals.AUTHOR) == ["Erika Muster"]
    assert told(found, Reveals.SIGNER) == ["Test Signer", "Test Signer Ltd"]
    assert {"Darkroom 3.1", "Brush 2"} <= set(told(found, Reveals.SOFTWARE))
    assert "cropped" in told(found, Reveals.EDIT)
    assert "created" not in told(found, Reveals.EDIT)
    assert told(found, Reveals.TIME) == ["2024-05-06T07:08:09Z"]
    assert told(found, Reveals.OTHER_PICTURE) == ["before.jpg"]
    assert "before.jpg" in told(found, Reveals.THUMBNAIL)
    assert told(found, Reveals.TITLE)[0] == "Erika at home.jpg"
    assert told(found, Reveals.DEVICE) == ["ACME"]
    assert told(found, Reveals.PLACE) == ["52.52, 13.41"]  # to about 1 km, never the address
    assert found.source_type == "trainedAlgorithmicMedia"


@each_row(
    ("uses", "strictest"),
    [
        (("allowed",), "allowed"),
        (("allowed", "constrained"), "constrained"),
        (("allowed", "notAllowed", "constrained"), "notAllowed"),
        (("whatever",), None),
        ((), None),
    ],
)
@each_row("label", ["cawg.training-mining", "c2pa.training-mining"])
def test_the_strictest_wish_about_training_wins(
    label: str, uses: tuple[str, ...], strictest: str | None
) -> None:
    entries = {f"entry{index}": {"use": use} for index, use in enumerate(uses)}
    manifest = {"assertions": [{"label": label, "data": {"entries": entries}}]}
    assert (
        provenance_of({"active_manifest": "m", "manifests": {"m": manifest}}).training == strictest
    )


def test_training_as_signed() -> None:
    wish = (
        "cawg.training-mining",
        {
            "entries": {
                "cawg.ai_training": {"use": "notAllowed"},
                "cawg.data_mining": {"use": "allowed"},
            }
        },
    )
    assert read_provenance(signed(created(), wish), "JPEG", "").training == "notAllowed"


def test_ai_in_what_a_file_was_opened_from_counts() -> None:
    made = {
        "assertions": [{"label": "c2pa.actions", "data": {"actions": [{"digitalSourceType": AI}]}}]
    }
    edited = {"ingredients": [{"relationship": "parentOf", "active_manifest": "made"}]}
    store: dict[str, object] = {
        "active_manifest": "edited",
        "manifests": {"made": made, "edited": edited},
    }
    assert provenance_of(store).source_type == "trainedAlgorithmicMedia"


def test_a_manifest_that_descends_from_itself_ends() -> None:
    loop = {"ingredients": [{"relationship": "parentOf", "active_manifest": "m"}]}
    assert provenance_of({"active_manifest": "m", "manifests": {"m": loop}}).source_type is None


@pytest.fixture
def watched() -> Iterator[tuple[str, list[bytes]]]:
    """A server on this machine, and what it heard."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        done = threading.Event()

        def listen() -> None:
            while not done.is_set():
                try:
                    caller, _address = server.accept()
                except TimeoutError:
                    continue
                heard.append(caller.recv(64))
                caller.close()

        thread = threading.Thread(target=listen)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/m.c2pa", heard
        done.set()
        thread.join()


def test_a_manifest_on_a_server_is_told_and_not_fetched(watched: tuple[str, list[bytes]]) -> None:
    url, heard = watched
    found = read_provenance(signed(created(), remote=url), "JPEG", "")
    assert (found.outcome, found.reveals) == (
        ProvenanceOutcome.REMOTE,
        (Revealed(Reveals.LOCATION_OF_MANIFEST, url),),
    )
    assert heard == []


def remote_packet(url: str, *, element: bool = False) -> bytes:
    attribute = "" if element else f' dcterms:provenance="{url}"'
    inner = f'<dcterms:provenance rdf:resource="{url}"/>' if element else ""
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
        f'xmlns:dcterms="http://purl.org/dc/terms/"{attribute}>{inner}</rdf:Description></rdf:RDF>'
        "</x:xmpmeta>"
    ).encode()


@each_row("element", [False, True])
@each_row("kind", ["JPEG", "WEBP", "PNG"])
def test_remote_in_other_formats_and_spellings(kind: str, element: bool) -> None:
    packet = remote_packet("https://example.org/m", element=element)
    if kind == "PNG":
        texts = PngImagePlugin.PngInfo()
        texts.add_itxt("XML:com.adobe.xmp", packet.decode(), zip=True)
        data = picture(kind, pnginfo=texts)
    else:
        data = picture(kind, xmp=packet)
    found = read_provenance(data, kind, "")
    assert (found.outcome, told(found, Reveals.LOCATION_OF_MANIFEST)) == (
        ProvenanceOutcome.REMOTE,
        ["https://example.org/m"],
    )


@each_row("url", ["self#jumbf=/c2pa/x", "file:///etc/passwd", "", "javascript:alert(1)"])
def test_what_is_no_web_address_is_not_remote(url: str) -> None:
    assert (
        read_provenance(picture("JPEG", xmp=remote_packet(url)), "JPEG", "").outcome
        is ProvenanceOutcome.NONE
    )


def test_the_address_is_cleaned() -> None:
    hostile = "https://example.org/\u202e" + "x" * 1000
    (shown,) = told(
        read_provenance(picture("JPEG", xmp=remote_packet(hostile)), "JPEG", ""),
        Reveals.LOCATION_OF_MANIFEST,
    )
    assert "\u202e" not in shown
    assert len(shown) == 500


@pytest.mark.usefixtures("kept_readers")
def test_the_reader_process_without_network_sees_the_same(plain: bytes, tmp_path: Path) -> None:
    TrustLists(tmp_path).add(authority().pem, FIRST)
    files = [plain, flipped(plain), signed(created(), remote="http://127.0.0.1:9/m"), picture()]

    async def read() -> tuple[list[Provenance | None], bool]:
        async with ReaderPool(
            ReaderSettings(vision=False, exiftool=False, workers=1),
            thumbnails=False,
            trust=str(tmp_path),
        ) as pool:
            found = [(await pool.read(data)).facts.provenance for data in files]
            return found, pool._idle[0].network_denied

    found, denied = asyncio.run(read())
    assert found == [read_provenance(data, "JPEG", str(tmp_path)) for data in files]
    assert denied is (sys.platform == "linux")


@pytest.mark.usefixtures("kept_readers")
def test_credentials_are_read_though_the_picture_cannot_be(plain: bytes) -> None:
    async def read() -> Provenance | None:
        async with ReaderPool(
            ReaderSettings(vision=False, exiftool=False, workers=1), thumbnails=False
        ) as pool:
            return (await pool.read(plain[:-700])).facts.provenance

    found = asyncio.run(read())
    assert found is not None
    assert found.outcome is ProvenanceOutcome.INVALID


@examples(60)
@given(st.data())
def test_any_damage_has_an_outcome(data: st.DataObject) -> None:
    whole = bytearray(signed_once())
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=8)):
        whole[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(whole)))
    assert (
        read_provenance(
            bytes(whole[cut:] if data.draw(st.booleans()) else whole), "JPEG", ""
        ).outcome
        in ProvenanceOutcome
    )


_ONCE: list[bytes] = []


def signed_once() -> bytes:
    if not _ONCE:
        _ONCE.append(signed(created()))
    return _ONCE[0]


_KEYS = st.sampled_from(
    (
        "manifests",
        "active_manifest",
        "m",
        "assertions",
        "ingredients",
        "label",
        "data",
        "actions",
        "entries",
        "c2pa.actions",
        "title",
        "validation_results",
        "activeManifest",
        "failure",
        "code",
        "ingredientDeltas",
        "validation_status",
        "relationship",
        "parentOf",
    )
)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _KEYS | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=6),
    max_leaves=40,
)


@given(st.dictionaries(_KEYS, _JSON, max_size=8))
def test_any_shape_of_a_store_is_understood_as_far_as_it_goes(store: dict[str, object]) -> None:
    assert provenance_of(store).outcome is ProvenanceOutcome.INVALID
