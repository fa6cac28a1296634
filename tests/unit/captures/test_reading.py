"""What reads captures piece by piece: the same whatever stands at the edge of a piece."""

from __future__ import annotations

import base64
import binascii
import io
import json
import quopri

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.captures.reading.data_addresses import LEAD, bare
from auditor.captures.reading.json_walk import JsonWalk
from auditor.captures.reading.mime_walk import parts_of
from auditor.captures.reading.pane import Pane, from_base64, from_quoted_printable, stretch
from auditor.errors import ReaderError

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=20,
)


@given(before=JSON, after=JSON, pad=st.integers(0, 130), indent=st.sampled_from([None, 1]))
def test_json_is_walked_past_anything(before: object, after: object, pad: int, indent: int) -> None:
    told = {"p" * pad: before, "wanted": {"name": "x" * 20, "body": 'a"b\\c'}, "after": after}
    file = io.BytesIO(json.dumps(told, indent=indent).encode())
    seen = {}
    with Pane(file, 64) as pane:
        walk = JsonWalk(pane)
        for member in walk.members():
            if member != "wanted":
                walk.skip()
                continue
            for inner in walk.members():
                if inner == "name":
                    seen[inner] = walk.word(30)
                else:
                    text = walk.text()
                    assert text is not None
                    seen[inner] = json.loads(b'"%s"' % bytes(stretch(file, text.at, text.length)))
    assert seen == {"name": "x" * 20, "body": 'a"b\\c'}
    assert not any(pane.held), "it is wiped"


@given(told=JSON, cut=st.integers(1, 400))
def test_json_that_is_cut_is_said_to_be(told: object, cut: int) -> None:
    body = json.dumps({"a": told}).encode()[:-1][:cut]
    with pytest.raises(ReaderError):
        _walk(body)


def _walk(body: bytes) -> None:
    with Pane(io.BytesIO(body), 64) as pane:
        walk = JsonWalk(pane)
        for _member in walk.members():
            walk.skip()


@given(body=st.binary(max_size=9000), every=st.integers(1, 90))
def test_base64_is_unpacked_as_it_was(body: bytes, every: int) -> None:
    packed = base64.b64encode(body).decode()
    lines = "\r\n".join(packed[at : at + every] for at in range(0, len(packed), every))
    assert bytes(from_base64(bytearray(lines.replace("/", "\\/").encode()), 1 << 20)) == body


@given(text=st.text(max_size=300))
def test_quoted_printable_is_unpacked_as_by_the_standard_library(text: str) -> None:
    packed = quopri.encodestring(text.encode()).replace(b"\n", b"\r\n")
    assert bytes(from_quoted_printable(bytearray(packed), 1 << 20)) == binascii.a2b_qp(packed)


@given(bodies=st.lists(st.binary(max_size=200), max_size=4), size=st.integers(300, 400))
def test_parts_of_a_message_stand_where_they_are_said_to(bodies: list[bytes], size: int) -> None:
    bodies = [body for body in bodies if b"--edge" not in body]
    written = b"".join(b"--edge\r\nX: y\r\n\r\n%s\r\n" % body for body in bodies) + b"--edge--"
    file = io.BytesIO(written)
    with Pane(file, size) as pane:
        found = list(parts_of(pane, b"--edge"))
    assert [bytes(stretch(file, part.at, part.length)) for part in found] == bodies


@given(before=st.integers(0, 700), picture=st.binary(min_size=1, max_size=900))
def test_pictures_in_markup_are_left_where_they_stand(before: int, picture: bytes) -> None:
    data = f"data:image/png;base64,{base64.b64encode(picture).decode()}"
    file = io.BytesIO(f'<p>{"x" * before}</p><img src="{data}"><b>'.encode())
    with Pane(file, 1024) as pane:
        found = bare(pane, 1 << 20)
    assert found.markup.decode() == f'<p>{"x" * before}</p><img src="{LEAD}0"><b>'
    (only,) = found.pictures
    assert bytes(from_base64(stretch(file, only.at, only.length), 1 << 20)) == picture
