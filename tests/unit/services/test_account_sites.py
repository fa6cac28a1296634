"""Files of sites: what of them can be asked, and why the rest is not.

Where the recorded rows come from stands in tests/fixtures/SOURCE.md.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from auditor.domain.outside.discovery import SiteList, SiteMarks, WhyLeftOut
from auditor.domain.text.name_forms import fits, usable
from auditor.errors import ReaderError
from auditor.services.account_sites import read_sites

ROWS = Path(__file__).parents[2] / "fixtures" / "account_sites"


def recorded(name: str) -> SiteList:
    return read_sites((ROWS / name).read_bytes())


def by_name(found: SiteList) -> dict[str, SiteMarks]:
    return {marks.name: marks for marks in found.sites}


def wmn(*rows: dict[str, Any]) -> SiteList:
    whole = {"name": "A", "e_code": 200, "e_string": "yes", "m_code": 404, "m_string": ""}
    made = [{**whole, "uri_check": f"https://s{n}.example/{{account}}"} for n in range(len(rows))]
    sites = [{**each, **row} for each, row in zip(made, rows, strict=True)]
    return read_sites(json.dumps({"sites": sites}).encode())


def test_rows_of_whatsmyname() -> None:
    found = recorded("wmn-data.json")
    sites = by_name(found)
    assert sites["Board"].address == "https://api.board.example/pub/player/{account}"
    assert sites["Board"].page == "https://www.board.example/member/{account}"
    assert sites["Armour"].absent_by_redirect
    assert not fits(sites["Journal"].name_form, "mara.lind"), "it would be another name there"
    assert fits(sites["Journal"].name_form, "mara-lind")
    assert found.left_out[WhyLeftOut.SWITCHED_OFF] == 1
    assert found.left_out[WhyLeftOut.SENDS] == 1
    assert found.left_out[WhyLeftOut.LIKE_A_BLOCK] == 1
    assert found.private == 1
    assert found.source == "WhatsMyName, CC BY-SA 4.0"


def test_rows_of_sherlock() -> None:
    found = recorded("sherlock.json")
    sites = by_name(found)
    assert sites["Projects"].absent_texts == ("[]",)
    assert sites["Projects"].address == "https://projects.example/api/v4/users?username={account}"
    assert sites["Packages"].absent_by_redirect
    assert sites["Card"].absent_status == 404
    assert sites["Board"].name_form == "^[a-zA-Z0-9_]{3,25}$"
    assert found.left_out == {WhyLeftOut.SENDS: 1, WhyLeftOut.NAME_FORM: 1}
    assert found.private == 1


def test_rows_of_maigret() -> None:
    found = recorded("maigret.json")
    sites = by_name(found)
    assert len(sites["Board"].found_texts) == 2, "one of them is enough"
    assert sites["Mirrored"].address.startswith("https://mirrored.example/forum/profile.php?")
    forum = sites["Printers' Forum"]
    assert forum.address == "https://forum.printers.example/u/{account}.json"
    assert forum.page == "https://forum.printers.example/u/{account}"
    members = sites["cars.example"]
    assert members.address == "http://cars.example/members/?username={account}"
    assert members.absent_texts
    assert found.left_out[WhyLeftOut.OTHER_NAMES] == 1
    assert found.left_out[WhyLeftOut.SWITCHED_OFF] == 1
    assert found.left_out[WhyLeftOut.SENDS] == 1
    assert found.left_out[WhyLeftOut.NO_ADDRESS] == 1
    assert found.private == 1, "a tag, or a host that is known for it"


def test_names_of_sites_are_cleaned_and_cut() -> None:
    sites = wmn({"name": "\x1b[31mA\u202e"}, {"name": "x" * 1000}).sites
    assert sites[0].name == "[31mA"
    assert len(sites[1].name) <= 200
    assert sites[1].name.endswith("…")


def test_every_row_is_asked_or_counted() -> None:
    for path in sorted(ROWS.glob("*.json")):
        told = json.loads(path.read_bytes())
        rows = told.get("sites", {key: row for key, row in told.items() if key != "$schema"})
        found = read_sites(path.read_bytes())
        assert len(found.sites) + sum(found.left_out.values()) + found.private == len(rows)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"uri_check": "https://a.example/x"}, WhyLeftOut.NO_ADDRESS),
        ({"uri_check": "file:///etc/{account}"}, WhyLeftOut.NO_ADDRESS),
        ({"uri_check": "javascript:{account}"}, WhyLeftOut.NO_ADDRESS),
        ({"uri_check": "https://u:p@a.example/{account}"}, WhyLeftOut.NO_ADDRESS),
        ({"uri_check": "https://[::1/{account}"}, WhyLeftOut.NO_ADDRESS),
        ({"uri_check": "https://a.example/{account}/{0.__class__}"}, WhyLeftOut.NO_ADDRESS),
        ({"uri_pretty": "javascript:{account}"}, WhyLeftOut.NO_ADDRESS),
        ({"uri_check": "https://a.example/{account}" + "x" * 600}, WhyLeftOut.NO_ADDRESS),
        ({"m_code": 200}, WhyLeftOut.NO_MARK),
        ({"m_code": 503}, WhyLeftOut.LIKE_A_BLOCK),
        ({"e_code": 301}, WhyLeftOut.LIKE_A_BLOCK),
        ({"e_code": 403}, WhyLeftOut.LIKE_A_BLOCK),
        ({"e_code": "200"}, WhyLeftOut.DAMAGED),
        ({"post_body": "{account}"}, WhyLeftOut.SENDS),
        ({"valid": False}, WhyLeftOut.SWITCHED_OFF),
    ],
)
def test_what_cannot_be_asked_says_why(row: dict[str, Any], why: WhyLeftOut) -> None:
    assert wmn({}, row).left_out == {why: 1}


def test_a_file_of_100_000_sites_is_cut_and_says_so() -> None:
    row = b'{"name":"A","uri_check":"https://a.example/%d/{account}","e_string":"y","m_code":404}'
    found = read_sites(b'{"sites":[' + b",".join(row % n for n in range(100_000)) + b"]}")
    assert len(found.sites) == 5000
    assert found.left_out == {WhyLeftOut.BEYOND: 95_000}


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(ReaderError, match="32 MiB"):
        read_sites(b" " * ((32 << 20) + 1))


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a+)+$", r"(a|a)*$", r"(a?){30}a{30}", r"((a{2}){3}){4}", r"(a)\1", r"(?i)a", r"a{9999}",
        r".*.*.*.*$", r"(?P<x>a)(?P=x)", r"(?:(?:){999}){999}", r"(a*)?b", "(", ")", "[", "a**",
        "\\", "(?", "a" * 201, "a|b|c|d|e", r"a{999999999999999999999}",
    ],
)  # fmt: skip
def test_a_pattern_that_could_take_for_ever_is_not_used(pattern: str) -> None:
    assert not usable(pattern)


@pytest.mark.parametrize(
    ("pattern", "fitting", "other"),
    [
        ("^[a-zA-Z0-9_]{3,20}$", "mara_lind", "mara-lind"),
        ("^(?![.-])[a-zA-Z0-9_.-]{3,20}$", "mara", "-mara"),
        ("^((?!\\.).)*$", "mara", "mara.lind"),
        ('^[^\\/:*?"<>|@]{3,50}$', "mara", "ma"),
        ("^[1-9][0-9]{4,8}$|^[1-3][0-9]{9}$", "44710", "mara"),
        ("^[a-zA-Z0-9_\\.]{3,49}(?<!\\.com|\\.org|\\.net)$", "mara", "mara.com"),
        ("^[]a-z]+$", "mara]", "mara-"),
    ],
)  # fmt: skip
def test_patterns_as_sites_have_them(pattern: str, fitting: str, other: str) -> None:
    assert usable(pattern)
    assert fits(pattern, fitting)
    assert not fits(pattern, other)


def test_the_worst_pattern_that_is_used_ends() -> None:
    assert usable(".*.*.*x$")
    assert not fits(".*.*.*x$", "a" * 40)
