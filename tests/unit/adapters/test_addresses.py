from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address

from hypothesis import given
from hypothesis import strategies as st

from auditor.adapters.network.rules.addresses import (
    is_local,
    literal,
    opened_refusal,
    refusal,
    unwrapped,
)
from tests.rows import each_row

V4 = st.ip_addresses(v=4)
V6 = st.ip_addresses(v=6)


@each_row(
    "text",
    [
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::8.8.8.8",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::ffff:0:8.8.8.8",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b::808:808",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:db8::1",
        "2001:10::1",
        "2002:7f00:1::",
        "2002:808:808::1",
        "2a00::5efe:10.0.0.1",
        "3fff::1",
        "4000::1",
        "5f00::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ],
)
def test_addresses_that_are_no_public_host_are_refused(text: str) -> None:
    assert refusal(ip_address(text))


@each_row(
    "text",
    [
        "1.1.1.1",
        "8.8.8.8",
        "172.32.0.1",
        "100.128.0.1",
        "2606:4700::1111",
        "2a00::1",
        "::ffff:8.8.8.8",
    ],
)
def test_public_addresses_are_asked(text: str) -> None:
    assert refusal(ip_address(text)) is None


@given(st.one_of(V4, V6))
def test_nothing_passes_that_the_standard_library_calls_not_global(
    address: IPv4Address | IPv6Address,
) -> None:
    if refusal(address) is None:
        bare = unwrapped(address)
        assert bare.is_global
        assert not bare.is_multicast


@given(V4, st.sampled_from(["::ffff:0:0", "::", "64:ff9b::", "64:ff9b:1::", "::ffff:0:0:0"]))
def test_wrapping_a_refused_address_never_helps(inner: IPv4Address, prefix: str) -> None:
    outer = IPv6Address(int(IPv6Address(prefix)) | int(inner))
    if refusal(inner) is not None:
        assert refusal(outer) is not None


@given(V4)
def test_six_to_four_is_refused_whatever_it_wraps(inner: IPv4Address) -> None:
    assert refusal(IPv6Address((0x2002 << 112) | (int(inner) << 80) | 1)) is not None


@given(V4)
def test_mapped_addresses_are_judged_as_what_they_are(inner: IPv4Address) -> None:
    mapped = IPv6Address(f"::ffff:{inner}")
    assert refusal(mapped) == refusal(inner)
    assert is_local(mapped) == is_local(inner)


@each_row("text", ["127.0.0.1", "10.0.0.1", "192.168.0.10", "fd00::1", "100.64.0.1", "8.8.8.8"])
def test_an_opened_host_may_be_anywhere_a_machine_can_be(text: str) -> None:
    assert opened_refusal(ip_address(text)) is None


@each_row("text", ["0.0.0.0", "::", "224.0.0.1", "ff02::1", "255.255.255.255", "::ffff:224.0.0.1"])
def test_an_opened_host_is_still_one_machine(text: str) -> None:
    assert opened_refusal(ip_address(text))


@each_row(
    ("text", "local"),
    [
        ("127.9.9.9", True),
        ("10.0.0.1", True),
        ("172.20.0.1", True),
        ("192.168.3.4", True),
        ("::1", True),
        ("fd00::1", True),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("8.8.8.8", False),
        ("fe80::1", False),
        ("2606:4700::1111", False),
    ],
)
def test_local_means_loopback_or_private(text: str, local: bool) -> None:
    assert is_local(ip_address(text)) is local


@each_row(
    ("text", "address"),
    [
        ("2130706433", "127.0.0.1"),
        ("0x7f000001", "127.0.0.1"),
        ("0x7f.1", "127.0.0.1"),
        ("0177.0.0.1", "127.0.0.1"),
        ("127.1", "127.0.0.1"),
        ("10.1", "10.0.0.1"),
        ("[::1]", "::1"),
        ("8.8.8.8.", "8.8.8.8"),
        ("0", "0.0.0.0"),
        ("4294967295", "255.255.255.255"),
    ],
)
def test_odd_spellings_of_addresses_are_read(text: str, address: str) -> None:
    assert literal(text) == ip_address(address)


@each_row(
    "text",
    [
        "example.com",
        "4294967296",
        "1.2.3.4.5",
        "256.1.1.1",
        "",
        "1..2",
        "0x7g",
        "deadbeef",
        "1.2.3.-4",
        "٣",
    ],
)
def test_names_are_no_addresses(text: str) -> None:
    assert literal(text) is None


@given(st.text(alphabet="0123456789abcdefx.", max_size=24))
def test_all_that_inet_aton_reads_is_read_alike(text: str) -> None:
    try:
        packed = socket.inet_aton(text)
    except OSError:
        return
    assert literal(text) == IPv4Address(packed)
