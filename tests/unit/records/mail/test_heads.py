from __future__ import annotations

import io
import random

import pytest

from auditor.records.mail import heads
from auditor.records.mail.heads import Mailbox, head_of
from tests.unit.records.mail.written import mail


def subjects(data: bytes) -> list[bytes]:
    return [
        line.partition(b": ")[2].strip()
        for head in Mailbox(io.BytesIO(data)).heads()
        for line in head.splitlines()
        if line.startswith(b"Subject: ")
    ]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_each_mail_gives_its_head_and_no_body(ends: str) -> None:
    body = "From here on\n\nFrom me to you\n>From x\nSubject: of a body\n\nmore\n"
    data = b"".join(mail(f"a@b{n}.example", f"s{n}", body=body, ends=ends) for n in range(5))
    assert subjects(data) == [b"s0", b"s1", b"s2", b"s3", b"s4"]
    assert not any(b"of a body" in head for head in Mailbox(io.BytesIO(data)).heads())


def test_a_mail_that_was_forwarded_as_an_attachment_is_body() -> None:
    inner = mail("shop@inner.example", "inner").decode().partition("\n")[2]
    data = mail("friend@b.example", "outer", body=f"--x\nContent-Type: message/rfc822\n\n{inner}")
    assert subjects(data + mail("a@b.example", "next")) == [b"outer", b"next"]


@pytest.mark.parametrize("seed", range(5))
def test_mails_on_the_edge_of_a_piece_are_found(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    monkeypatch.setattr(heads, "_PIECE", 4096)
    monkeypatch.setattr(heads, "_LONGEST_HEAD", 1024)
    draw = random.Random(seed)
    data = b"".join(
        mail("a@b.example", f"s{n}", body="x" * 70 * draw.randrange(200) + "\n") for n in range(60)
    )
    assert subjects(data) == [f"s{n}".encode() for n in range(60)]


def test_a_head_without_an_end_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heads, "_PIECE", 4096)
    monkeypatch.setattr(heads, "_LONGEST_HEAD", 1024)
    endless = b"From 1@xxx Mon Mar 02 10:00:00 2020\nSubject: endless\n" + b"X-A: b\n" * 3000
    found = list(Mailbox(io.BytesIO(endless + b"\n\n" + mail("a@b.example", "next"))).heads())
    assert len(found[0]) <= 1025
    assert b"Subject: next" in found[-1]


@pytest.mark.parametrize(
    "line",
    [
        b"From - Mon Mar 02 10:00:00 2020",
        b"From ",
        b"From MAILER-DAEMON Thu Jan  1 00:00:00 1970",
        b"From a@b.example  Mon Mar  2 10:00:00 2020 +0100",
        b"From 1712345678@xxx Fri Apr 05 19:34:38 +0000 2024",
        b"From mara Thu Jan  1 00:00 1970",
        b'From "mara lind"@b.example Mon Mar  2 10:00:00 2020',
        b"From a@b.example Mon, 2 Mar 2020 10:00:00 +0100 (CET)",
    ],
)
@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
def test_lines_that_programs_write_before_a_mail(line: bytes, ends: bytes) -> None:
    alone = mail("a@b.example", "s").partition(b"\n")[2].replace(b"\n", ends)
    data = (line + ends + alone) * 3
    assert subjects(data) == [b"s"] * 3


def test_a_line_in_a_body_that_no_field_follows_starts_no_mail() -> None:
    body = "hi\n\nFrom Bern I went on Mon Mar 02 10:00:00 2020\nto Basel\n\nFrom \nthere on\n"
    assert subjects(mail("a@b.example", "s", body=body) * 2) == [b"s", b"s"]


@pytest.mark.parametrize(
    "line",
    [
        "From our office, 2 March 2020",
        "From 2019 to 2020",
        "From Bern I went on Mon Mar 02 10:00:00 2020",
        "From a@b.example in 2020",
        "From Monday to Friday 10:00 2020",
        "From x Mon",
    ],
)
def test_a_line_that_no_program_writes_starts_no_mail(line: str) -> None:
    body = f"hi\n\n{line}\nSubject: of a body\nFrom: shop@inner.example\n\nmore\n"
    assert subjects(mail("a@b.example", "s", body=body) * 2) == [b"s", b"s"]


def test_a_line_of_a_body_that_goes_on_and_on_is_left_soon() -> None:
    line = "From " + "a@" * 100_000 + " Mon " + "1:1 " * 100_000
    body = f"hi\n\n{line}\nSubject: of a body\n\n" * 20
    assert subjects(mail("a@b.example", "s", body=body) * 2) == [b"s", b"s"]


@pytest.mark.parametrize("data", [b"", b"\n", b"no mail\n\nat all", b"From "])
def test_what_is_no_mailbox_gives_nothing_that_reads_as_one(data: bytes) -> None:
    assert subjects(data) == []


@pytest.mark.parametrize("before", [b"", b"1234\n", b"From a@b Mon Mar 02 10:00:00 2020\n"])
def test_one_mail_in_a_file(before: bytes) -> None:
    data = before + b"From: a@b.example\r\nSubject: s\r\n\r\nSubject: body"
    assert head_of(data) == b"\nFrom: a@b.example\r\nSubject: s"


def test_a_bare_line_starts_a_mail_only_where_the_first_one_was_bare() -> None:
    body = "hi\n\nFrom \nSubject: no mail\n\nbye\n"
    dated = f"From a@b Mon Mar 02 10:00:00 2020\nSubject: one\n\n{body}\n"
    assert subjects((dated * 2).encode()) == [b"one", b"one"]
    bare = "From \nSubject: one\n\nhi\n\nFrom \nSubject: two\n\nbye\n"
    assert subjects(bare.encode()) == [b"one", b"two"]
    older = "From - Mon Mar 02 10:00:00 2020\nSubject: one\n\nhi\n\nFrom \nSubject: two\n\n"
    assert subjects(older.encode()) == [b"one", b"two"], "a folder of Thunderbird, old and new"
    mixed = "From \nSubject: one\n\nhi\n\nFrom a@b Mon Mar 02 10:00:00 2020\nSubject: two\n\n"
    assert subjects(mixed.encode()) == [b"one", b"two"]


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\n\n", b"\r\n", b"\xef\xbb\xbf\r\n"])
def test_what_an_editor_leaves_before_the_first_mail_hides_none(before: bytes) -> None:
    assert subjects(before + mail("a@b.example", "s") * 2) == [b"s", b"s"]
