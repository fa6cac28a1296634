"""What the first bytes of a file tell, and how many more the container asks for."""

from __future__ import annotations

import io
import struct

from PIL import Image

from auditor.domain.likeness.rules import faces_of
from auditor.domain.photos.looked import of_first_bytes, of_whole_file
from auditor.domain.private import is_withheld
from auditor.readers.first_bytes import bytes_needed, read_first
from auditor.readers.jobs import Job
from auditor.readers.read_image import read_job
from tests.rows import each_row


def job(size: int, total: int = 0) -> Job:
    return Job(size, "a.jpg", True, True, 10.0, first=True, total=total)


def jpeg(**more: object) -> bytes:
    out = io.BytesIO()
    picture = Image.effect_noise((640, 480), 90).convert("RGB")
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Canon", "EOS 5D"
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 30.0, 0.0), 3: "E", 4: (13.0, 24.0, 0.0)})
    exif.get_ifd(0x8769)[0x9003] = "2026:03:01 10:00:00"
    picture.save(out, "JPEG", exif=exif, quality=95, **more)
    return out.getvalue()


def test_the_beginning_of_a_picture_tells_what_the_whole_file_says_of_itself() -> None:
    data = jpeg()
    part = data[: 16 * 1024]
    found = read_first(part, job(len(part), len(data)))
    whole = read_job(data, Job(len(data), "a.jpg", False, False, 10.0))
    assert (found.facts.width, found.facts.height, found.facts.format) == (640, 480, "JPEG")
    assert found.facts.bytes == len(data)
    assert found.facts.metadata.gps == whole.facts.metadata.gps is not None
    assert found.facts.metadata.captured_at == whole.facts.metadata.captured_at is not None
    assert found.facts.metadata.camera == whole.facts.metadata.camera
    assert found.needs == 0


def test_what_is_not_in_them_says_nothing() -> None:
    data = jpeg()
    facts = read_job(data[:4096], job(4096, len(data))).facts
    assert of_first_bytes(facts)
    assert of_whole_file(facts) is None
    assert facts.sha256 == ""
    assert not is_withheld(facts)
    assert (facts.pdq, facts.faces, facts.text) == (None, (), ())
    unread = {unread.reader for unread in facts.unread}
    assert unread >= {"metadata", "further", "faces", "text", "barcodes", "provenance"}
    assert faces_of(facts) is None


@each_row("data", [b"", b"GIF89a", b"\0" * 64, b"<html>", b"\xff\xd8"])
def test_nothing_is_raised_for_what_stands_there(data: bytes) -> None:
    assert of_first_bytes(read_first(data, job(len(data))).facts)


def test_a_segment_that_goes_on_behind_them_is_asked_for() -> None:
    segments = b"".join(
        b"\xff\xe2" + struct.pack(">H", 60_000) + b"ICC_PROFILE\0" + bytes(60_000 - 14)
        for _number in range(4)
    )
    data = b"\xff\xd8" + segments + jpeg()[2:]
    needed = bytes_needed(data[: 128 * 1024], "JPEG")
    assert 128 * 1024 < needed <= len(segments) + 2
    assert bytes_needed(data, "JPEG") == 0


def test_more_than_real_files_need_is_left_to_the_whole_file() -> None:
    segment = b"\xff\xe2" + struct.pack(">H", 60_000) + bytes(60_000 - 2)
    assert bytes_needed(b"\xff\xd8" + segment * 30, "JPEG") == 0


def test_a_webp_with_metadata_keeps_them_last() -> None:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Canon"
    Image.effect_noise((200, 200), 90).convert("RGB").save(out, "WEBP", exif=exif)
    data = out.getvalue()
    assert bytes_needed(data[:1000], "WEBP") == len(data)
    out = io.BytesIO()
    Image.effect_noise((200, 200), 90).convert("RGB").save(out, "WEBP")
    assert bytes_needed(out.getvalue()[:1000], "WEBP") == 0


def test_damaged_boxes_ask_for_nothing() -> None:
    data = struct.pack(">I4s4s", 16, b"ftyp", b"heic") + bytes(4) + b"\xff" * 400
    assert bytes_needed(data, "HEIF") == 0
