"""`discover` against sites on loopback that answer in every way that sites do."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import unquote

import pytest

from auditor.domain.account import Account, Claim, Link, Profile, Proof, ProofMethod
from auditor.domain.outcome import Batch, Fetched
from auditor.domain.secret import Secret
from auditor.vault.storage import keys
from auditor.vault.store import EncryptedVault
from tests.cli.account_sites import BLOCKED, SitesServer, account_sites
from tests.cli.auditor import PASSPHRASE, Auditor, Done
from tests.cli.model_sites import own
from tests.cli.stand_in import Query, asking, send, serving
from tests.contract.vault_making import HeldClock

NAME = "mara-lind-4471"
LONG_AGO = datetime.now(UTC) - timedelta(days=30)
MARA = Account(
    "a-mara",
    "github",
    NAME,
    f"https://github.com/{NAME}",
    Claim.MINE,
    Proof(ProofMethod.BIO, "", LONG_AGO, LONG_AGO),
)
FEW = 10
TIMEOUT_S = 8.0


@pytest.fixture
def sites() -> Iterator[SitesServer]:
    with account_sites(NAME) as made:
        yield made


@pytest.fixture
def user(tmp_path: Path) -> Auditor:
    return asking(tmp_path, TIMEOUT_S)


def listed(sites: SitesServer, room: Path, number: int = 70) -> str:
    (room / "wmn-data.json").write_text(sites.file(number, silent=number > FEW), "utf-8")
    return str(room / "wmn-data.json")


def kind_of(platform: str) -> str:
    return platform.split(" ", 2)[2]


def judge(done: Done, number: int) -> None:
    """Hold what was found against what each site is."""
    document = done.json
    each = number // 10
    found = [kind_of(row["platform"]) for row in document["candidates"]]
    assert sorted(set(found)) == ["found", "found-by-text"]
    assert len(found) == 2 * each
    assert document["absent"] == 2 * each
    unknown = [kind_of(row["platform"]) for row in document["unknown"]]
    assert sorted(set(unknown)) == sorted({*BLOCKED, "soft-404"})
    assert len(unknown) == 6 * each
    assert all(row["avatar_match"] is None for row in document["candidates"])
    told = {kind_of(row["platform"]): row["reason"] for row in document["unknown"]}
    assert told == {
        "blocked": "blocked",
        "challenge": "challenge",
        "log-in": "log-in",
        "silent": "time-out",
        "soft-404": "every-name",
        "throttled": "blocked",
    }


def test_every_kind_of_answer_is_told_apart(
    sites: SitesServer, user: Auditor, tmp_path: Path
) -> None:
    own(user, MARA)
    done = user.run("discover", "--sites", listed(sites, tmp_path), "--yes", "--json")
    judge(done, 70)
    assert sites.most_open <= 50
    assert done.json["source"] == "WhatsMyName, CC BY-SA 4.0"


@pytest.mark.slow
def test_seven_hundred_sites(sites: SitesServer, tmp_path: Path) -> None:
    user = asking(tmp_path, 30)
    own(user, MARA)
    path = listed(sites, tmp_path, 700)
    done = user.run("discover", "--sites", path, "--yes", "--json")
    judge(done, 700)
    assert sites.most_open <= 50


def test_sites_that_time_ran_out_for_say_that_they_were_not_asked(
    sites: SitesServer, tmp_path: Path
) -> None:
    user = asking(tmp_path, 2.0)
    own(user, MARA)
    rows = [
        {**sites.sites(7)[6], "uri_check": f"{sites.bases[1 + site % 5]}/silent/{site}/{{account}}"}
        for site in range(400)
    ]
    (tmp_path / "wmn.json").write_text(json.dumps({"sites": rows}), "utf-8")
    done = user.run("discover", "--sites", str(tmp_path / "wmn.json"), "--yes", "--json", code=3)
    asked = {site for site, _name in sites.asked}
    told = {row["url"].split("/")[-2]: row["reason"] for row in done.json["unknown"]}
    assert len(told) == 400
    assert all(told[str(site)] == "time-out" for site in asked)
    assert set(told.values()) == {"time-out", "not-asked"}
    assert done.json["asked"] == sum(reason == "time-out" for reason in told.values())


def test_a_site_is_asked_only_of_names_that_it_takes(
    sites: SitesServer, user: Auditor, tmp_path: Path
) -> None:
    own(user, MARA)
    forms = ["^.{3,12}$", "^[a-z0-9-]{3,15}$", "^[a-z0-9-]{14}$"]
    rows = {
        f"Site {site}": {
            "url": f"{sites.bases[6]}/found/{site}/{{}}",
            "errorType": "status_code",
            "regexCheck": form,
        }
        for site, form in enumerate(forms)
    }
    (tmp_path / "data.json").write_text(json.dumps(rows), "utf-8")
    path = str(tmp_path / "data.json")
    document = user.run("discover", "--sites", path, "--yes", "--json").json
    assert [row["platform"] for row in document["candidates"]] == ["Site 1"]
    assert {row["platform"]: row["reason"] for row in document["unknown"]} == {
        "Site 0": "name-not-taken",
        "Site 2": "no-mark",
    }
    assert document["absent"] == 0
    controls = [name for site, name in sites.asked if site == 1 and name != NAME]
    assert len(set(controls)) == 3
    assert all(len(name) == 15 for name in controls), "what the site would not take is no control"
    assert {site for site, _name in sites.asked} == {1, 2}


def test_control_names_are_made_once(sites: SitesServer, user: Auditor, tmp_path: Path) -> None:
    own(user, MARA)
    path = listed(sites, tmp_path, 10)
    user.run("discover", "--sites", path, "--yes", "--json")
    controls = {name for _site, name in sites.asked if name.startswith("q")}
    assert all("-" in name for name in controls), "of the shape of the name"
    assert len(controls) == 7, "three of two sites that know it, one that knows every name"
    by_site = {site: [n for s, n in sites.asked if s == site and n != NAME] for site in range(10)}
    assert len(set(by_site[0])) == 3
    sites.asked.clear()
    user.run("discover", "--sites", path, "--yes", "--json")
    again = {name for _site, name in sites.asked if name.startswith("q")}
    assert again <= controls, "no new names are made"
    asked = [name for site, name in sites.asked if site == 0 and name != NAME]
    assert len(asked) == 1, "what it said before is asked once, not three times"


def test_nothing_is_sent_without_a_yes(sites: SitesServer, user: Auditor, tmp_path: Path) -> None:
    own(user, MARA)
    path = listed(sites, tmp_path, 10)
    refused = user.run("discover", "--sites", path, code=2)
    assert f"/found/0/{NAME}" in refused.err
    document = user.run("discover", "--sites", path, "--dry-run", "--json").json
    assert len(document["sent"]) == 10
    assert sites.asked == []


@pytest.mark.parametrize(
    ("account", "why"),
    [
        (replace(MARA, proof=Proof()), "not proven by a token"),
        (
            replace(MARA, proof=Proof(ProofMethod.ARCHIVE, "", LONG_AGO)),
            "not proven by a token",
        ),
        (replace(MARA, proof=Proof(ProofMethod.REL_ME, "", LONG_AGO)), "not proven by a token"),
        (
            replace(MARA, proof=Proof(ProofMethod.BIO, "", LONG_AGO + timedelta(days=24))),
            "less than seven days",
        ),
        (replace(MARA, keep_apart=True), "kept apart"),
        (
            replace(MARA, platform="mastodon", handle=f"{NAME}@own.example"),
            "whose owner can make any name",
        ),
    ],
    ids=["unproven", "archive", "tie", "young", "apart", "own-host"],
)
def test_a_name_that_may_be_somebody_elses_is_not_looked_for(
    sites: SitesServer, user: Auditor, tmp_path: Path, account: Account, why: str
) -> None:
    own(user, account)
    path = listed(sites, tmp_path, 10)
    document = user.run("discover", "--sites", path, "--yes", "--json").json
    assert any(why in line for line in document["left_out"])
    assert sites.asked == []
    typed = user.run("discover", NAME, "--sites", path, "--yes", code=2)
    assert "not the name or the address of an account that you have proven" in typed.err
    assert sites.asked == []


@pytest.mark.parametrize(
    ("platform", "handle", "asked"),
    [
        ("youtube", f"{NAME}.films", {f"{NAME}.films"}),
        ("youtube", f"@{NAME}.x", {f"{NAME}.x"}),
        ("gravatar", f"{NAME}.x", {f"{NAME}.x"}),
        ("flickr", "12345678@N00", set()),
    ],
)
def test_no_part_of_a_name_is_looked_for(
    sites: SitesServer, user: Auditor, tmp_path: Path, platform: str, handle: str, asked: set[str]
) -> None:
    own(user, replace(MARA, platform=platform, handle=handle))
    path = listed(sites, tmp_path, 10)
    user.run("discover", "--sites", path, "--yes", "--json", code=None)
    names = {unquote(name) for _site, name in sites.asked if not name.startswith("login?")}
    assert NAME not in names, "anybody can make a name that begins with somebody else's"
    assert {name for name in names if not name.startswith("q")} == asked
    user.run("discover", NAME, "--sites", path, "--yes", code=2)


def test_what_is_not_mine_is_not_even_named(
    sites: SitesServer, user: Auditor, tmp_path: Path
) -> None:
    own(user, replace(MARA, claim=Claim.IMPOSTOR))
    document = user.run("discover", "--sites", listed(sites, tmp_path, 10), "--yes", "--json").json
    (reason,) = document["left_out"]
    assert reason.startswith("anything: none of your accounts"), "nobody is named"
    assert sites.asked == []


def test_e_mail_is_refused_with_the_reason(user: Auditor) -> None:
    own(user, MARA)
    done = user.run("discover", "mara@post.example", code=2)
    assert "E-mail addresses are not looked for" in done.err
    assert "tells the owner" in done.err


def test_a_private_address_in_a_file_is_not_asked(sites: SitesServer, tmp_path: Path) -> None:
    user = Auditor.at(tmp_path)
    own(user, MARA)
    document = user.run(
        "discover", "--sites", listed(sites, tmp_path, 10), "--yes", "--json", code=3
    ).json
    assert {row["reason"] for row in document["unknown"]} == {"unreachable"}
    assert sites.asked == []


def test_a_projector_shows_no_address(sites: SitesServer, user: Auditor, tmp_path: Path) -> None:
    own(user, MARA)
    path = listed(sites, tmp_path, 10)
    for given in (("--yes",), ("--yes", "--json"), ("--dry-run",), ("--dry-run", "--json")):
        done = user.run("--projector", "discover", "--sites", path, *given)
        assert NAME not in done.out + done.err, given


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"sites": []}', b"\xff", b"[" * 100_000])
def test_a_file_that_is_no_list_of_sites(user: Auditor, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "data.json").write_bytes(data)
    done = user.run("discover", "--sites", str(tmp_path / "data.json"), code=2)
    assert "is no list of sites that is known" in done.err


def test_words_for_a_person(sites: SitesServer, user: Auditor, tmp_path: Path) -> None:
    own(user, MARA)
    done = user.run("discover", "--sites", listed(sites, tmp_path, 10), "--yes")
    assert "the same name" in done.out
    assert "say the same of names that nobody has" in done.out
    assert "A candidate can be somebody else" in done.out
    assert "auditor accounts add --claim mine" in " ".join(done.out.split())
    other = "https://github.com/mara-other\nmara-other\n"
    user.type(other, "accounts", "add", "--claim", "mine", at_terminal=True)
    listed_now = user.run("accounts", "list", "--json").json
    assert "https://github.com/mara-other" in str(listed_now), "the command that was told works"


def test_three_forms_of_files_are_read() -> None:
    from auditor.services.account_sites import read_sites

    sherlock = {
        "$schema": "x",
        "A": {"url": "https://a.example/{}", "errorType": "status_code"},
        "B": {"url": "https://{}.b.example/", "errorType": "message", "errorMsg": ["gone"]},
        "C": {"url": "https://c.example/{}", "errorType": "response_url", "errorUrl": "x"},
        "D": {"url": "https://d.example/{}", "errorType": "status_code", "isNSFW": True},
        "E": {"url": "https://e.example/{}", "errorType": "message"},
    }
    found = read_sites(json.dumps(sherlock).encode())
    assert [each.name for each in found.sites] == ["A", "B", "C"]
    assert (found.private, sum(found.left_out.values())) == (1, 1)
    assert found.source == "Sherlock, MIT"
    maigret = {
        "engines": {},
        "sites": {
            "A": {
                "url": "https://a.example/{username}",
                "checkType": "message",
                "presenseStrs": ["yes"],
                "absenceStrs": ["no"],
            },
            "B": {"url": "https://b.example/{username}", "checkType": "message"},
            "C": {"engine": "XenForo", "url": "https://c.example/"},
        },
    }
    found = read_sites(json.dumps(maigret).encode())
    assert [(each.name, each.found_texts, each.absent_texts) for each in found.sites] == [
        ("A", ("yes",), ("no",))
    ]
    wmn = {
        "sites": [
            {"name": "A", "uri_check": "https://a.example/{account}", "m_code": 200, "e_code": 200},
            {
                "name": "B",
                "uri_check": "https://b.example/{account}",
                "m_code": 302,
                "e_string": "x",
            },
            {"name": "C", "uri_check": "ftp://c.example/{account}", "m_code": 404, "e_string": "x"},
            {
                "name": "D",
                "uri_check": "https://d.example/{account}",
                "m_code": 404,
                "cat": "xx NSFW xx",
            },
        ]
    }
    found = read_sites(json.dumps(wmn).encode())
    assert [(each.name, each.absent_by_redirect) for each in found.sites] == [("B", True)]
    assert (found.private, sum(found.left_out.values())) == (1, 2)


def linking(user: Auditor, *links: Link) -> None:
    """Let the profile of the proven account show these links."""
    own(user, MARA)

    async def put() -> None:
        key = keys.open(user.vault, Secret(PASSPHRASE))
        vault = await EncryptedVault.open(user.vault, key, HeldClock())
        scan, _resumed = await vault.begin_scan([MARA.id], LONG_AGO)
        profile = Profile("Mara", links=links)
        await vault.save_batch(scan, MARA.id, Batch((), None, profile), LONG_AGO)
        await vault.end_account(scan, MARA.id, Fetched(), 1, LONG_AGO)
        await vault.end_scan(scan, LONG_AGO)
        vault.release_scan()
        await vault.close()

    asyncio.run(put())


def test_links_of_proven_accounts_are_candidates(user: Auditor) -> None:
    def respond(handler: BaseHTTPRequestHandler, path: str, _query: Query) -> None:
        back = ""
        if path == "/back":
            back = (
                f"<a rel=me href='https://github.com/{NAME}'>me</a><a rel=me href='/own'>o</a>"
                '<script type="application/ld+json">{"@type": "Person", "sameAs": '
                '["https://same.example/as"]}</script>'
            )
        send(handler, 200, f"<html><h1>a page</h1>{back}</html>".encode())

    with serving(respond) as base:
        linking(
            user,
            Link(f"{base}/back"),
            Link(f"{base}/friend"),
            Link(f"{base}/verified", verified=True),
            Link("mailto:mara@post.example"),
            Link(MARA.url),
        )
        document = user.run("discover", "--yes", "--json").json
        quiet = user.run("discover", "--dry-run", "--json").json
    told = {
        row["url"].rpartition("/")[2]: (row["certainty"], row["evidence"])
        for row in document["candidates"]
    }
    assert told == {
        "back": ("high", ["linked-from", "links-back"]),
        "friend": ("low", ["linked-from"]),
        "verified": ("high", ["verified-there"]),
        "own": ("medium", ["linked-from"]),
        "as": ("medium", ["linked-from"]),
    }
    assert len(quiet["sent"]) == 3


def test_profiles_that_a_page_of_ones_own_links_to_are_a_hint(user: Auditor) -> None:
    asked = []

    def respond(handler: BaseHTTPRequestHandler, path: str, _query: Query) -> None:
        asked.append(path)
        links = (
            "https://github.com/mara-paints", "https://www.instagram.com/mara.paints/",
            "https://news.example/about-mara", "/more", "javascript:alert(1)", MARA.url,
        )  # fmt: skip
        body = "".join(f"<a href='{each}'>{each}</a>" for each in links)
        send(handler, 200, f"<html><h1>my links</h1>{body}</html>".encode())

    with serving(respond) as base:
        page = Account(
            "a-page",
            "website",
            "page",
            f"{base}/mara",
            Claim.MINE,
            Proof(ProofMethod.SITE_FILE, "", LONG_AGO, LONG_AGO),
        )
        own(user, MARA)
        own(user, page)
        quiet = user.run("discover", "--dry-run", "--json").json
        assert asked == []
        document = user.run("discover", "--yes", "--json").json
    assert len(quiet["sent"]) == 1
    assert asked == ["/robots.txt", "/mara"]
    told = {row["url"]: (row["certainty"], row["evidence"]) for row in document["candidates"]}
    assert told == {
        "https://github.com/mara-paints": ("low", ["linked-from"]),
        "https://www.instagram.com/mara.paints/": ("low", ["linked-from"]),
    }


def test_a_link_to_an_account_kept_apart_is_neither_told_nor_read(user: Auditor) -> None:
    asked = []

    def respond(handler: BaseHTTPRequestHandler, path: str, _query: Query) -> None:
        asked.append(path)
        send(handler, 200, b"<html>a page</html>")

    with serving(respond) as base:
        linking(user, Link(f"{base}/apart"), Link(f"{base}/friend"))
        apart = Account(
            "a-apart", "website", "apart", f"{base}/apart/", Claim.MINE, keep_apart=True
        )
        own(user, apart)
        document = user.run("discover", "--yes", "--json").json
    assert [row["url"] for row in document["candidates"]] == [f"{base}/friend"]
    assert "/friend" in asked
    assert "/apart" not in asked


def test_it_says_that_there_is_nothing_to_begin_at(fresh: Auditor) -> None:
    done = fresh.run("discover")
    assert "Not asked:" in done.out
    assert "none of your accounts is proven to be yours" in " ".join(done.out.split())
