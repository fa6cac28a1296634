"""A server on this machine proves nothing about somebody else's public account.

Not even if it sends the sources on to that account.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace

import httpx
import pytest

from auditor.adapters.clock import SystemClock
from auditor.config import AtprotoSettings
from auditor.domain.account import Account, Claim, Proof, ProofMethod
from auditor.engine.accounts.prove import proof_token, prove
from auditor.engine.counted_http import CountedHttp
from auditor.errors import AccountMissing, HandleTaken
from auditor.markup.payload import require_where_proven
from auditor.ports import Answer, ProofText, Source
from auditor.sources.atproto.source import Atproto
from auditor.sources.mastodon.source import Mastodon
from auditor.sources.mediawiki.source import MediaWiki
from auditor.sources.wordpress.source import WordPress
from auditor.vault.store import EncryptedVault
from tests.fakes.engine import account as member
from tests.fakes.engine import house
from tests.recorded import Reply, Route, Web, account, read
from tests.rows import each_row

OWN = "http://127.0.0.1:8000"
VICTIM = "https://victim.example"
DID = "did:plc:" + "a" * 24


def reply(body: object) -> Reply:
    return Reply(json.dumps(body).encode(), headers={"content-type": "application/json"})


def mastodon(home: str) -> dict[str, Reply]:
    return {
        f"{OWN}/.well-known/webfinger": reply(
            {"links": [{"rel": "self", "href": f"{home}/users/ann"}]}
        ),
        f"{home}/api/v1/accounts/lookup": reply({"id": "1", "username": "ann"}),
    }


def wordpress(home: str) -> dict[str, Reply]:
    page = Reply(
        f"<link rel='https://api.w.org/' href='{home}/wp-json/'>".encode(),
        headers={"content-type": "text/html"},
    )
    return {
        f"{OWN}/": page if home == OWN else Reply(b"", 302, {"location": f"{home}/"}),
        **({} if home == OWN else {f"{home}/": page}),
        f"{OWN}/.well-known/owner.txt": Reply(b"TOKEN"),
        f"{home}/wp-json/": reply({"namespaces": ["wp/v2"], "description": "a site"}),
        f"{home}/wp-json/wp/v2/users": reply([]),
    }


def mediawiki(home: str) -> dict[str, Reply]:
    wiki = {
        "general": {
            "sitename": "W",
            "generator": "MediaWiki 1.43",
            "articlepath": "/wiki/$1",
            "server": OWN,
        },
        "namespaces": {"2": {"id": 2, "name": "User"}},
    }
    told = {"query": {**wiki, "users": [{"userid": 1, "name": "Ann"}], "pages": []}}
    return {
        f"{OWN}/wiki/User:Ann": Reply(b"", 302, {"location": f"{home}/wiki/User:Ann"})
        if home != OWN
        else Reply(b"<p>"),
        f"{home}/wiki/User:Ann": Reply(b"<p>"),
        f"{home}/w/api.php": reply(told),
    }


def atproto(home: str) -> dict[str, Reply]:
    document = {
        "id": DID,
        "alsoKnownAs": ["at://ann.victim.example"],
        "service": [
            {"id": "#atproto_pds", "type": "AtprotoPersonalDataServer", "serviceEndpoint": home}
        ],
    }
    return {
        "https://plc.directory/" + DID: reply(document),
        f"{home}/xrpc/com.atproto.repo.listRecords": reply({"records": []}),
        f"{home}/xrpc/com.atproto.server.describeServer": reply(
            {"availableUserDomains": [".victim.example"]}
        ),
    }


CASES: dict[str, tuple[Source, str, str, Callable[[str], dict[str, Reply]]]] = {
    "mastodon": (Mastodon(), "@ann@127.0.0.1:8000", f"{OWN}/@ann", mastodon),
    "wordpress": (WordPress(), "127.0.0.1:8000", f"{OWN}/", wordpress),
    "mediawiki": (MediaWiki(), "Ann", f"{OWN}/wiki/User:Ann", mediawiki),
    "atproto": (Atproto(AtprotoSettings(appview_url="")), DID, f"{OWN}/profile/{DID}", atproto),
}

SHOWN = {
    "mastodon": "/@ann",
    "wordpress": "/.well-known/owner.txt",
    "mediawiki": "/w/api.php?titles=User:Ann",
}
"""Where each showed the token."""


async def look(name: str, home: str, *, own_range: bool = True) -> tuple[Proof, Web]:
    source, handle, url, routes = CASES[name]
    who = account(name, handle, url)
    vault = await EncryptedVault.ephemeral()
    try:
        token = await proof_token(who, vault)
        placed = {
            at: Reply(reply.body.replace(b"TOKEN", token.encode()), reply.status, reply.headers)
            for at, reply in routes(home).items()
        }
        web = Web(placed)
        async with web.door("127.0.0.1:8000") as http:
            return await prove(
                who, {name: source}, http, vault, SystemClock(), own_range=own_range
            ), web
    finally:
        await vault.close()


@each_row("name", CASES)
async def test_an_account_that_is_read_elsewhere_is_not_proven_by_a_server_of_ones_own(
    name: str,
) -> None:
    proof, web = await look(name, VICTIM)
    assert any(url.startswith(VICTIM) for url in web.asked)
    assert not proof.holds


@each_row("name", ["mastodon", "wordpress", "mediawiki"])
async def test_what_was_proven_on_one_host_is_read_on_no_other(name: str) -> None:
    """Whoever runs a server may prove an account there and then lead it to somebody else's."""
    source, handle, url, routes = CASES[name]
    proof = Proof(ProofMethod.BIO, f"{OWN}{SHOWN[name]}", SystemClock().now())
    who = replace(account(name, handle, url), proof=proof)
    async with Web(routes(OWN)).door("127.0.0.1:8000") as http:
        await source.proof_texts(who, http)
    web = Web(routes(VICTIM))
    async with web.door("127.0.0.1:8000") as http:
        for asking in (read(source, who, http), source.proof_texts(who, http)):
            with pytest.raises(
                HandleTaken, match=r"and now leads elsewhere: https://victim\.example"
            ):
                await asking


def led_on(name: str, part: str) -> dict[str, Reply]:
    """Return what a server answers that sends readers of `part` on to somebody else's server."""
    theirs = {at.replace(OWN, VICTIM): told for at, told in routes_of(name).items()}
    mine = routes_of(name)
    for at in [at for at in mine if part in at and at.startswith(OWN)]:
        mine[at] = Reply(b"", 302, {"location": at.replace(OWN, VICTIM)})
    return {**theirs, **mine}


def routes_of(name: str) -> dict[str, Reply]:
    more: dict[str, dict[str, Reply]] = {
        "mastodon": {f"{OWN}/api/v1/accounts/1/statuses": reply([])},
        "wordpress": {f"{OWN}/wp-json/wp/v2/media": reply([])},
        "mediawiki": {},
        "atproto": {
            f"{OWN}/xrpc/com.atproto.repo.describeRepo": reply({"did": DID, "collections": []})
        },
    }
    return {**CASES[name][3](OWN), **more[name]}


@each_row(
    ("name", "part"),
    [
        ("mastodon", "/lookup"),
        ("mastodon", "/statuses"),
        ("wordpress", "/media"),
        ("wordpress", "/users"),
        ("wordpress", "/wp-json/"),
        ("mediawiki", "/api.php"),
        ("atproto", "/com.atproto.repo."),
    ],
)
async def test_an_interface_that_sends_its_readers_on_is_not_read(name: str, part: str) -> None:
    source, handle, url, _routes = CASES[name]
    shown = {**SHOWN, "atproto": f"/xrpc/com.atproto.repo.describeRepo?repo={DID}"}[name]
    proof = Proof(ProofMethod.BIO, f"{OWN}{shown}", SystemClock().now())
    who = replace(account(name, handle, url), proof=proof)
    async with Web(routes_of(name)).door("127.0.0.1:8000") as http:
        await read(source, who, CountedHttp(http, who.id, who))
    async with Web(led_on(name, part)).door("127.0.0.1:8000") as http:
        with pytest.raises(HandleTaken, match=r"now leads elsewhere: https://victim\.example"):
            await read(source, who, CountedHttp(http, who.id, who))


async def test_a_scan_that_is_sent_on_takes_the_proof_away() -> None:
    home = await house()
    shown = Proof(ProofMethod.BIO, "https://ada.example/", SystemClock().now())
    ada = replace(member("ada.example"), proof=shown)
    await home.own(ada)
    home.publish(ada, range(3), range(3, 6))
    home.http.answers["https://ada.example/list/1"] = Answer(f"{VICTIM}/list/1", 200, {})
    record = await home.session.scan()
    assert record.accounts[0].outcome == "failed"
    assert f"now leads elsewhere: {VICTIM}" in record.accounts[0].reason
    (state,) = await home.session.accounts.states()
    assert not state.account.proof.holds
    said = str([finding.observation for finding in await home.session.findings()])
    assert "holds the position" not in said
    await home.session.close()


async def test_what_was_proven_of_one_account_is_read_of_no_other_on_its_host() -> None:
    """A domain of one's own may name one account of a server, then somebody else's there."""
    proof = Proof(ProofMethod.BIO, f"{VICTIM}/@mine", SystemClock().now())
    who = replace(account("mastodon", "@me@127.0.0.1:8000", f"{OWN}/@me"), proof=proof)

    def routes(name: str) -> dict[str, Reply]:
        links = [{"rel": "self", "href": f"{VICTIM}/users/{name}"}]
        return {
            f"{OWN}/.well-known/webfinger": reply({"links": links}),
            f"{VICTIM}/api/v1/accounts/lookup": reply({"id": "1", "username": name}),
        }

    async with Web(routes("mine")).door("127.0.0.1:8000") as http:
        assert await Mastodon().proof_texts(who, http)
    async with Web(routes("ann")).door("127.0.0.1:8000") as http:
        for asking in (read(Mastodon(), who, http), Mastodon().proof_texts(who, http)):
            with pytest.raises(HandleTaken, match="now leads elsewhere"):
                await asking
    renamed = replace(who, stable_id="1@victim.example")
    async with Web(routes("ann")).door("127.0.0.1:8000") as http:
        assert await Mastodon().proof_texts(renamed, http)


@each_row("place", ["wp-json/", "?rest_route=/", "index.php?rest_route=/"])
async def test_a_site_that_was_proven_leads_to_no_other_folder_of_its_host(place: str) -> None:
    host = "https://many.example"

    def routes(folder: str) -> dict[str, Route]:
        page = f"<link rel='https://api.w.org/' href='{host}/{folder}/{place}'>"
        front = Reply(page.encode(), headers={"content-type": "text/html"})

        def told(url: httpx.URL) -> Reply:
            if "users" in str(url):
                return reply([])
            interface = "rest_route" in url.params or url.path.endswith("/wp-json/")
            return reply({"namespaces": ["wp/v2"], "description": "a site"}) if interface else front

        paths = ("", "index.php", "wp-json/", "wp-json/wp/v2/users")
        return {f"{host}/mine/": front} | {f"{host}/{folder}/{path}": told for path in paths}

    who = account("wordpress", "many.example", f"{host}/mine/")
    async with Web(routes("mine")).door() as http:
        seen = [text for text in await WordPress().proof_texts(who, http) if text.text == "a site"]
    who = replace(who, proof=Proof(ProofMethod.BIO, seen[0].url, SystemClock().now()))
    async with Web(routes("mine")).door() as http:
        assert await WordPress().proof_texts(who, http)
    async with Web(routes("ann")).door() as http:
        for asking in (read(WordPress(), who, http), WordPress().proof_texts(who, http)):
            with pytest.raises(HandleTaken, match="now leads elsewhere"):
                await asking


async def test_a_wiki_that_was_proven_leads_to_no_other_wiki_of_its_host() -> None:
    host = "https://many.example"
    shown = f"{host}/mine/api.php?titles=User:Ann"
    who = account("mediawiki", "Ann", f"{host}/x/User:Ann")
    who = replace(who, proof=Proof(ProofMethod.BIO, shown, SystemClock().now()))
    wiki = mediawiki(host)[f"{host}/w/api.php"]
    for folder in ("mine", "others"):
        page = f"<link rel='EditURI' href='{host}/{folder}/api.php?action=rsd'>"
        routes = {
            f"{host}/x/User:Ann": Reply(page.encode(), headers={"content-type": "text/html"}),
            f"{host}/{folder}/api.php": wiki,
        }
        async with Web(routes).door() as http:
            if folder == "mine":
                assert await MediaWiki().proof_texts(who, http)
                continue
            with pytest.raises(HandleTaken, match="now leads elsewhere"):
                await MediaWiki().proof_texts(who, http)


async def test_an_author_called_by_a_number_is_not_the_author_of_that_number() -> None:
    """Somebody may take the number of another author of the same site as a name."""
    home = "https://many.example"
    page = f"<link rel='https://api.w.org/' href='{home}/wp-json/'>"
    authors = [
        {"id": 5, "name": "Ann", "slug": "ann", "description": ""},
        {"id": 9, "name": "Z", "slug": "5", "description": "TOKEN"},
    ]
    asked: list[str] = []

    def media(url: httpx.URL) -> Reply:
        asked.append(url.params["author"])
        return reply([])

    web = Web(
        {
            f"{home}/author/5/": Reply(page.encode(), headers={"content-type": "text/html"}),
            f"{home}/wp-json/": reply({"namespaces": ["wp/v2"]}),
            f"{home}/wp-json/wp/v2/users": reply(authors),
            f"{home}/wp-json/wp/v2/media": media,
        }
    )
    who = account("wordpress", "5", f"{home}/author/5/")
    async with web.door() as http:
        (text,) = await WordPress().proof_texts(who, http)
        await read(WordPress(), who, http)
        by_number = replace(who, handle="many.example", url=f"{home}/?author=5")
        web.routes[f"{home}/"] = web.routes[f"{home}/author/5/"]
        (other,) = await WordPress().proof_texts(by_number, http)
        await read(WordPress(), by_number, http)
    assert (text.text, other.text) == ("TOKEN", "")
    assert asked == ["9", "5"]


def test_one_machine_is_one_host_and_no_other() -> None:
    proof = Proof(ProofMethod.BIO, "http://127.0.0.1:2583/xrpc?repo=did:plc:a", SystemClock().now())
    shown = replace(account("atproto", "ann", OWN), proof=proof)
    require_where_proven(shown, "http://localhost:2583/xrpc?repo=did:plc:a")
    for other in ("localhost:2584/xrpc?repo=did:plc:a", "localhost:2583/xrpc?repo=did:plc:b"):
        with pytest.raises(HandleTaken):
            require_where_proven(shown, f"http://{other}")


async def test_a_token_that_a_server_of_ones_own_showed_proves_nothing_elsewhere() -> None:
    """It may show it under the name of somebody else's account, which the directory knows."""
    source, handle, url, routes = CASES["atproto"]
    for shown in (f"{OWN}/x?repo={DID}", f"{VICTIM}/x?repo=did:plc:{'b' * 24}"):
        proof = Proof(ProofMethod.BIO, shown, SystemClock().now())
        who = replace(account("atproto", handle, url), proof=proof)
        async with Web(routes(VICTIM)).door("127.0.0.1:8000") as http:
            with pytest.raises(HandleTaken, match="now leads elsewhere"):
                await source.proof_texts(who, http)


@pytest.mark.parametrize("claimed", ["ann.example", "bea.example"])
async def test_a_domain_is_nobodys_whose_record_in_the_directory_does_not_name_it(
    claimed: str,
) -> None:
    """The domain and a server of one's own may both name somebody else's account."""
    source, _handle, _url, routes = CASES["atproto"]
    known = {
        "id": DID,
        "service": [
            {"id": "#atproto_pds", "type": "AtprotoPersonalDataServer", "serviceEndpoint": VICTIM}
        ],
    }
    said = {"handle": "ann.example", "did": DID, "collections": []}
    lie = {**said, "didDoc": {**known, "alsoKnownAs": ["at://ann.example"]}}
    web = Web(
        {
            **routes(OWN),
            "https://plc.directory/" + DID: reply({**known, "alsoKnownAs": [f"at://{claimed}"]}),
            f"{OWN}/xrpc/com.atproto.repo.describeRepo": reply(lie),
            "https://ann.example/.well-known/atproto-did": Reply(DID.encode()),
        }
    )
    who = account("atproto", "ann.example", f"{OWN}/profile/ann.example")
    async with web.door("127.0.0.1:8000") as http:
        texts = await source.proof_texts(who, http)
    told = [text.text for text in texts if text.kind == ProofMethod.DOMAIN.value]
    assert told == (["ann.example"] if claimed == "ann.example" else [])


async def test_a_directory_of_ones_own_tells_of_no_domain() -> None:
    """The settings may name one that says of somebody else's account what one likes."""
    directory = "https://directory.example"
    known = {
        "id": DID,
        "alsoKnownAs": ["at://me.example"],
        "service": [
            {"id": "#atproto_pds", "type": "AtprotoPersonalDataServer", "serviceEndpoint": VICTIM}
        ],
    }
    routes = {at: told for at, told in atproto(VICTIM).items() if "plc.directory" not in at}
    routes["https://me.example/.well-known/atproto-did"] = Reply(DID.encode())
    who = account("atproto", "me.example", "at://me.example")
    for place, told in ((directory, []), ("https://plc.directory", ["me.example"])):
        web = Web({**routes, f"{place}/{DID}": reply(known)})
        source = Atproto(AtprotoSettings(plc_url=place, appview_url=""))
        async with web.door() as http:
            texts = await source.proof_texts(who, http)
        assert [text.text for text in texts if text.kind == ProofMethod.DOMAIN.value] == told


async def test_a_domain_that_was_proven_names_no_other_account_later() -> None:
    other = "did:plc:" + "b" * 24
    service = [
        {"id": "#atproto_pds", "type": "AtprotoPersonalDataServer", "serviceEndpoint": VICTIM}
    ]
    proof = Proof(ProofMethod.DOMAIN, "https://me.example/", SystemClock().now())
    who = replace(account("atproto", "me.example", "at://me.example"), proof=proof)
    for did, told_names in ((DID, ["at://me.example"]), (other, ["at://ann.example"])):
        routes = {
            **atproto(VICTIM),
            f"{VICTIM}/xrpc/com.atproto.repo.describeRepo": reply({"did": did, "collections": []}),
            f"https://plc.directory/{did}": reply(
                {"id": did, "alsoKnownAs": told_names, "service": service}
            ),
            "https://me.example/.well-known/atproto-did": Reply(did.encode()),
        }
        async with Web(routes).door() as http:
            asking = read(Atproto(AtprotoSettings(appview_url="")), who, http)
            if did == DID:
                await asking
                continue
            with pytest.raises(AccountMissing, match="does not claim it"):
                await asking


async def test_links_prove_no_account_that_its_address_leads_away_to() -> None:
    """The address may lead to one's own account, linked both ways, and then to another."""
    links = Proof(ProofMethod.REL_ME, "https://me.example/", SystemClock().now())
    who = replace(account("mastodon", "@me@127.0.0.1:8000", f"{OWN}/@me"), proof=links)
    async with Web(mastodon(VICTIM)).door("127.0.0.1:8000") as http:
        for asking in (read(Mastodon(), who, http), Mastodon().proof_texts(who, http)):
            with pytest.raises(HandleTaken, match="now leads elsewhere"):
                await asking
    home = await house()
    me, site = member("me.example", proof=Proof()), member("site.example")
    await home.own(me, site)
    for where in ("https://me.example/", "https://victim.example/@me"):
        mine, back = site.url, me.url
        home.source.proofs["me.example"] = [ProofText(ProofMethod.REL_ME.value, mine, where)]
        home.source.proofs["site.example"] = [ProofText(ProofMethod.REL_ME.value, back, mine)]
        await home.vault.set_proof(me.id, Proof())
        assert (await home.session.accounts.prove(me.id)).holds is (where == me.url)
    await home.session.close()


@each_row(
    ("where", "counts"),
    [
        ("http://victim.example/.well-known/owner.txt", False),
        ("http://192.168.7.7/.well-known/owner.txt", True),
        ("http://localhost:8000/.well-known/owner.txt", True),
        ("https://victim.example/.well-known/owner.txt", True),
    ],
)
async def test_a_name_without_a_certificate_is_not_proven(where: str, counts: bool) -> None:
    """Whoever holds the device or the network can lead such a name to a server of their own."""
    home = await house()
    ada = replace(member("victim.example"), proof=Proof())
    await home.own(ada)
    token = await proof_token(ada, home.vault)
    told = ProofText(ProofMethod.SITE_FILE.value, token, where)
    home.source.proofs["victim.example"] = [told]
    proof = await home.session.accounts.prove(ada.id)
    assert proof.holds is counts
    await home.session.close()


@each_row("name", ["mastodon", "wordpress", "mediawiki"])
async def test_one_that_is_read_here_is(name: str) -> None:
    proof, _web = await look(name, OWN)
    assert proof.method is ProofMethod.LOCAL


@pytest.mark.parametrize("name", ["mastodon", "mediawiki"])
async def test_a_server_here_that_is_not_the_practice_range_needs_the_token(name: str) -> None:
    """It may be a relay to somebody's live site."""
    proof, _web = await look(name, OWN, own_range=False)
    assert not proof.holds


async def test_a_proof_that_falls_blunts_what_was_found_at_once() -> None:
    home = await house()
    object.__setattr__(home.session._rooms, "own_range", True)
    home.http.opened_hosts = home.http.local_hosts = frozenset({"ada.example"})
    ada = await home.session.accounts.add("ada.example", claim=Claim.MINE, again="ada.example")
    assert ada.proof.method is ProofMethod.LOCAL
    home.publish(ada, range(3))
    await home.session.scan()
    assert "13.40" in str([finding.observation for finding in await home.session.findings()])
    home.http.local_hosts = frozenset()
    listing = asyncio.Event()

    async def hangs(_account: Account, _page: int) -> None:
        listing.set()
        await asyncio.Event().wait()

    home.source.before = hangs
    scan = asyncio.create_task(home.session.scan())
    await listing.wait()
    said = str([finding.observation for finding in await home.session.findings()])
    scan.cancel()
    await asyncio.gather(scan, return_exceptions=True)
    await home.session.close()
    assert "about {radius} km" in said
    assert "holds the position" not in said
