from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.records.mail.fields import read_head, subject_text


def of(text: str) -> bytes:
    return b"\n" + text.encode()


@pytest.mark.parametrize(
    ("field", "host"),
    [
        ("Shop <No-Reply@Mail.Shop.Example>", "mail.shop.example"),
        ("no-reply@shop.example", "shop.example"),
        ('"service@paypal.com" <x@evil.example>', "evil.example"),
        ("Shop <a@shop.example>, Other <b@other.example>", ""),
        ("<a@shop.example> <b@other.example>", ""),
        ("a@shop.example, <b@other.example>", ""),
        ("ACME, Inc. <a@shop.example>", "shop.example"),
        ("a@shop.example <b@shop.example>", "shop.example"),
        ("a@shop.example (Shop (of all))", "shop.example"),
        ("Shop <a@shop.example> (no answer)", "shop.example"),
        ('"We <3 you" <a@shop.example>', "shop.example"),
        ('"bank@bank.example" <"a b"@shop.example>', "shop.example"),
        ('"<a@bank.example>" <b@evil.example>', "evil.example"),
        ("a@shop.example, b@other.example", ""),
        ("nobody", ""),
        ("x <a@..>", ""),
        ("x <a@-shop.example>", ""),
        ("x <a@shop>", ""),
    ],
)
def test_the_sender_is_the_address_and_never_the_name(field: str, host: str) -> None:
    found = read_head(of(f"From: {field}\nTo: me@x.example"))
    assert found.host == host


def test_only_the_topmost_result_of_a_check_counts() -> None:
    found = read_head(
        of(
            "Authentication-Results: mx.post.example;\r\n\tdkim=pass header.i=@mail.shop.example;"
            " spf=pass smtp.mailfrom=x@y.example; dkim=fail header.d=bad.example\r\n"
            "Authentication-Results: evil.example; dkim=pass header.d=bank.example\r\n"
            "From: a@shop.example"
        )
    )
    assert found.checked_by == "mx.post.example"
    assert found.signers == ("mail.shop.example",)


@pytest.mark.parametrize(
    "result",
    [
        'spf=pass (domain of "dkim=pass header.d=bank.example"@evil.example) smtp.mailfrom=x',
        'spf=pass smtp.mailfrom="a; dkim=pass header.d=bank.example"@evil.example',
        'spf=pass (of "a) ; dkim=pass header.d=bank.example (b"@evil.example says so) smtp.helo=x',
        "dkim=pass (header.d=bank.example) header.d=evil.example",
        'dkim=fail reason="x; dkim=pass header.d=bank.example" header.d=evil.example',
        "x-dkim=pass header.d=bank.example",
        "arc=pass (i=1 (of; dkim=pass header.d=bank.example; more) x)",
        "dkim=pass x-header.d=bank.example header.d=evil.example",
        "dkim=pass header.d=bank.example@evil.example",
        "dkim=passed header.d=bank.example",
        "spf=pass smtp.mailfrom=dkim=pass header.d=bank.example",
        "((((((((((dkim=pass)))))))))); dkim=pass header.d=bank.example",
    ],
)
def test_what_a_sender_wrote_into_a_result_is_no_result(result: str) -> None:
    found = read_head(
        of(f"Authentication-Results: mx.post.example; {result}\nFrom: a@bank.example")
    )
    assert found.checked_by == "mx.post.example"
    assert "bank.example" not in found.signers


def test_results_without_end_are_not_read() -> None:
    many = '"' + '\\"' * 100_000 + "; dkim=pass header.d=bank.example"
    found = read_head(of(f"Authentication-Results: mx.post.example; {many}\nFrom: {many}"))
    assert (found.host, found.signers) == ("", ())


@pytest.mark.parametrize(
    "result",
    [
        'dkim=pass (2048-bit key; "unprotected") header.d=shop.example header.i=@shop.example',
        'dkim=pass (ok (really)) header.d="shop.example"',
        "dkim/1=pass header.i=@shop.example header.s=x header.b=abc",
        "spf=none;\n\tDKIM = PASS\n\theader.d=SHOP.example",
        'dkim=pass header.i="no reply"@shop.example; spf=pass (of "a;b"@x.example) smtp.helo=y',
    ],
)
def test_results_as_servers_write_them_are_read(result: str) -> None:
    found = read_head(of(f"Authentication-Results: mx.post.example; {result}\nFrom: a@x.example"))
    assert found.signers == ("shop.example",)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Mon, 2 Mar 2020 10:00:00 +0000", date(2020, 3, 2)),
        ("02 MARCH 2020", date(2020, 3, 2)),
        ("31 Feb 2020", None),
        ("2 Mar 1903", None),
        ("", None),
    ],
)
def test_the_day_is_read_or_not_told(text: str, day: date | None) -> None:
    assert read_head(of(f"Date: {text}\nFrom: a@b.example")).day == day


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (b"Welcome  to\r\n Shop", "welcome to shop"),
        (b"=?utf-8?B?QmVzdMOkdGlnZQ==?= =?iso-8859-1?Q?_Ihre_E-Mail?=", "bestätige ihre e-mail"),
        ("Bestätige".encode(), "bestätige"),
        (b"=?no-such?Q?a?=", "a"),
        (b"=?utf-8?B?####?=", None),
    ],
)
def test_a_subject_is_read_as_it_is_meant(field: bytes, text: str | None) -> None:
    assert text is None or subject_text(field) == text


@given(st.binary(max_size=400))
def test_no_head_is_too_strange(data: bytes) -> None:
    found = read_head(b"\n" + data)
    subject_text(found.subject)
    assert not found.host or "." in found.host


def test_list_mail_and_answers_are_known() -> None:
    assert read_head(of("List-Unsubscribe: <x>\nFrom: a@b.example")).list_mail
    assert read_head(of("Precedence: Bulk\nFrom: a@b.example")).list_mail
    assert read_head(of("In-Reply-To: <x>\nFrom: a@b.example")).answers
    plain = read_head(of("From: a@b.example"))
    assert not plain.list_mail
    assert not plain.answers


@pytest.mark.parametrize(
    "charset",
    [
        "idna",
        "punycode",
        "undefined",
        "zlib",
        "rot13",
        "unicode_escape",
        "x\0y",
        "../x",
        "x" * 5000,
    ],
)
def test_a_charset_that_is_none_stops_nothing(charset: str) -> None:
    for data in ("AAAA", "/////w==", "eG4tLQ=="):
        assert isinstance(subject_text(f"=?{charset}?B?{data}?= x".encode()), str)


def test_a_subject_in_bytes_of_an_older_program() -> None:
    assert subject_text("Bestätigen Sie".encode("cp1252")) == "bestätigen sie"
    assert subject_text("Bestätigen Sie".encode()) == "bestätigen sie"
