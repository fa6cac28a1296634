"""The list of accounts, the first page, and what marks do over scans."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from auditor.domain.account import Claim
from auditor.domain.findings.answer import not_seen
from auditor.domain.findings.finding import Severity, State
from auditor.domain.findings.question import QuestionId
from auditor.domain.traits import Traits
from auditor.engine.accounts.closed_platforms import PLATFORMS, SHORT, closed_account
from auditor.engine.accounts.recognise import MAX_TEXT, recognise
from auditor.errors import UsageError
from auditor.ports import Http, Recognised
from tests.fakes.engine import FakeSource, House, account, photo, picture
from tests.rows import each_row

ADA = account()
BEA = account("bea.example")


class Guessing(FakeSource):
    """Software that may run anywhere: it takes every address, and is sure of none."""

    def __init__(self, name: str = "fake") -> None:
        super().__init__(name=name, traits=Traits("Guess", any_host=True))

    def recognise(self, text: str) -> Recognised | None:
        return Recognised("website", text, f"https://{text}/", sure=False)

    async def detect(self, http: Http, text: str) -> Recognised | None:
        await http.get(f"https://{text}/", purpose="what it runs")
        return None


def test_the_surest_comes_first() -> None:
    found = recognise("ada.example", [Guessing(), FakeSource()])
    assert [guess.platform for guess in found] == ["fake", "website"]


HOSTS = {host: platform.name for platform in PLATFORMS for host in platform.hosts}


@each_row("host", sorted(set(HOSTS) - SHORT))
def test_platforms_without_a_source_are_known_by_name(host: str) -> None:
    (found,) = recognise(f"https://www.{host}/@ada", [Guessing()])
    assert (found.platform, found.handle) == (HOSTS[host], "ada")


class Handles(FakeSource):
    """Software that may run anywhere and is sure of its own form of an address."""

    def __init__(self, url: str) -> None:
        super().__init__(traits=Traits("Handles", any_host=True))
        self.url = url

    def recognise(self, text: str) -> Recognised | None:
        return Recognised(self.name, text, self.url)


@each_row(
    ("text", "url", "platform"),
    [
        ("at://github.com", "at://github.com", "fake"),
        ("@ada@threads.net", "https://threads.net/@ada", "threads"),
        ("https://vimeo.com/wp-json/", "https://vimeo.com/", "vimeo"),
    ],
)
def test_the_form_of_an_address_says_little_on_a_known_host(
    text: str, url: str, platform: str
) -> None:
    (found,) = recognise(text, [Handles(url)])
    assert found.platform == platform


@each_row(
    ("text", "platform", "handle"),
    [
        ("https://www.flickr.com/people/ada/", "flickr", "ada"),
        ("HTTPS://M.FLICKR.COM:443/photos/ada/123", "flickr", "ada"),
        ("https://www.linkedin.com/in/ada", "linkedin", "ada"),
        ("reddit.com/user/ada", "reddit", "ada"),
        ("https://x.com./@ada", "x", "ada"),
    ],
)
def test_a_name_on_a_known_host_is_told(text: str, platform: str, handle: str) -> None:
    (found,) = recognise(text, [Handles("https://host/@name")])
    assert (found.platform, found.handle) == (platform, handle)


@each_row(
    ("path", "handle"),
    [("posts", ""), ("posts/", ""), ("posts/ada_my-first-day-activity-7", "ada"), ("", "")],
)
def test_a_post_names_who_wrote_it_where_there_is_one(path: str, handle: str) -> None:
    found = closed_account(f"https://www.linkedin.com/{path}")
    assert found is not None
    assert found.handle == handle


def test_a_host_that_only_ends_alike_is_another() -> None:
    assert recognise("https://notinstagram.com/ada", []) == ()


@each_row("text", ["", "  ", "\x00", "x" * (MAX_TEXT + 1)])
def test_no_address_is_a_usage_error(text: str) -> None:
    with pytest.raises(UsageError):
        recognise(text, [])


@each_row(
    "text",
    ["http://[::1", "https://[bad]/x", "http://\ud800/", "//", "https://a:b:c/", "[/]"],
)
def test_nonsense_is_recognised_as_nothing(text: str) -> None:
    assert recognise(text, [FakeSource()]) == ()


async def test_only_a_claim_asks_what_an_address_runs(home: House) -> None:
    object.__setattr__(home.session._rooms, "sources", (Guessing(name="website"),))
    await home.session.accounts.add("some.where", claim=Claim.UNSURE)
    await home.session.accounts.add("else.where", claim=Claim.IMPOSTOR)
    assert home.http.asked == []
    await home.session.accounts.add("my.where", claim=Claim.MINE, again="my.where")
    assert [request.purpose for request in home.http.asked] == ["what it runs"]


async def test_a_claim_names_its_account_again_whoever_asks(home: House) -> None:
    for again in ("", "bea.example", "ada"):
        with pytest.raises(UsageError, match="typed again"):
            await home.session.accounts.add("ada.example", claim=Claim.MINE, again=again)
    added = await home.session.accounts.add("https://ada.example/")
    for again in ("", "bea.example", added.handle[:-1]):
        with pytest.raises(UsageError, match="typed again"):
            await home.session.accounts.set_claim(added.id, Claim.MINE, again)
    assert home.http.asked == []
    now = await home.session.accounts.set_claim(added.id, Claim.MINE, f"@{added.handle.upper()}")
    assert now.claim is Claim.MINE


async def test_the_same_account_is_added_once(home: House) -> None:
    await home.session.accounts.add("ada.example")
    with pytest.raises(UsageError, match="on the list already"):
        await home.session.accounts.add("https://ada.example/")


async def test_start_of_an_id_must_fit_one_account(home: House) -> None:
    await home.own(ADA, BEA)
    assert (await home.session.accounts.set_claim(ADA.id[:6], Claim.MINE)).id == ADA.id
    for text in ("", "a", "nope"):
        with pytest.raises(UsageError, match="There is no account"):
            await home.session.accounts.remove(text)


async def test_removed_account_leaves_nothing(home: House) -> None:
    await home.own(ADA)
    home.publish(ADA, range(3))
    await home.session.scan()
    await home.session.accounts.remove(ADA.id)
    assert await home.photos() == {}
    assert await home.session.findings() == ()
    assert await home.session.accounts.states() == ()
    assert (await home.session.overview()).answers == ()


async def test_no_answer_before_something_was_read(home: House) -> None:
    await home.own(ADA, account("no.example", Claim.UNSURE))
    home.publish(ADA, range(1))
    assert (await home.session.overview()).answers == ()
    await home.session.scan()
    page = await home.session.overview()
    assert [answer.id for answer in page.answers] == list(QuestionId)
    assert page.answers == await home.session.answers.answers()
    assert 0 < not_seen(page.answers) < len(QuestionId)


async def test_marks_outlive_a_scan(home: House) -> None:
    await home.own(ADA)
    home.publish(ADA, range(3))
    await home.session.scan()
    first, second, *_rest = await home.session.findings()
    await home.session.mark(first.id, State.DONE)
    assert (await home.session.mark(second.id, State.ACCEPTED)).state is State.ACCEPTED
    await home.session.scan()
    states = {finding.id: finding.state for finding in await home.session.findings()}
    assert states[first.id] is State.DONE
    assert states[second.id] is State.ACCEPTED
    with pytest.raises(UsageError, match="There is no finding"):
        await home.session.mark("f0", State.DONE)


async def test_findings_are_filtered(home: House) -> None:
    await home.own(ADA)
    home.publish(ADA, range(3))
    await home.session.scan()
    everything = await home.session.findings()
    assert [finding.observation.severity for finding in everything] == sorted(
        (finding.observation.severity for finding in everything), reverse=True
    )
    assert {
        finding.check for finding in await home.session.findings(check="position-in-metadata")
    } == {"position-in-metadata"}
    high = await home.session.findings(severity_at_least=Severity.HIGH)
    assert 0 < len(high) < len(everything)


async def test_first_page_starts_with_what_was_not_checked(home: House) -> None:
    await home.own(ADA, account("new.example"), account("who.example", Claim.UNSURE))
    home.publish(ADA, range(2))
    await home.session.scan([ADA.id])
    page = await home.session.overview()
    assert page.not_checked[0] == "new.example: not scanned yet."
    assert page.not_checked[1] == "who.example: not checked, you have not said that it is yours."
    assert page.photos == 2
    assert sum(count for _severity, count in page.findings_by_severity) == len(
        await home.session.findings()
    )
    assert page.first_steps is not None
    assert 0 < len(page.first_steps) <= 3


async def test_judging_twice_at_once_loses_nothing(home: House) -> None:
    await home.own(ADA, BEA)
    for owner in (ADA, BEA):
        home.publish(owner, range(30))
    await home.session.scan()
    before = await home.session.findings()
    async with asyncio.TaskGroup() as group:
        for _time in range(4):
            group.create_task(home.session.accounts.prove(ADA.id))
    assert await home.session.findings() == before


async def test_photo_shows_where_else_it_stands(home: House) -> None:
    await home.own(ADA, BEA)
    url = "https://cdn.example/same.jpg"
    home.source.pages[ADA.handle] = [[photo(ADA, 1, url=url), photo(ADA, 2)]]
    home.source.pages[BEA.handle] = [[photo(BEA, 1, url=url)]]
    home.http.answers[url] = picture(url)
    await home.session.scan()
    ours, theirs = (
        await home.session.photo(photo(ADA, 1).id),
        await home.session.photo(photo(BEA, 1).id),
    )
    assert [row.id for row in ours.elsewhere] == [theirs.stored.photo.id]
    assert [row.id for row in theirs.elsewhere] == [ours.stored.photo.id]
    assert len(theirs.findings) == (await home.vault.rows_of([photo(BEA, 1).id]))[0].findings
    assert ours.thumbnail == b"webp"
    assert ours.account.id == ADA.id
    with pytest.raises(UsageError, match="There is no photo"):
        await home.session.photo("p0")


async def test_settings_are_kept_apart_from_the_programs_own(home: House) -> None:
    await home.session.put_setting("theme", "dark")
    assert await home.session.setting("theme") == "dark"
    assert await home.session.setting("proof-secret") is None


class TestPracticeOnly:
    async def test_real_addresses_are_refused(self, home: House) -> None:
        object.__setattr__(home.session._rooms, "practice_only", True)
        with pytest.raises(UsageError, match="locked to the practice range"):
            await home.session.accounts.add("ada.example", claim=Claim.MINE, again="ada.example")
        home.http.opened_hosts = frozenset({"ada.example"})
        assert (
            await home.session.accounts.add("ada.example", claim=Claim.MINE, again="ada.example")
        ).claim is Claim.MINE


@pytest.mark.parametrize("action", ["remove", "claim"])
async def test_marks_of_somebody_else_go_with_their_account(home: House, action: str) -> None:
    await home.own(ADA, BEA)
    home.publish(ADA, range(2))
    home.publish(BEA, range(2))
    await home.session.scan()
    for marked in (photo(ADA, 0), photo(BEA, 1)):
        await home.session.exposure.mark_not_me(marked.id, somebody_else=True)
    if action == "remove":
        await home.session.accounts.remove(ADA.id)
    else:
        await home.session.accounts.set_claim(ADA.id, Claim.NOT_MINE)
    kept = await home.vault.setting("not-me")
    assert kept == f'["{photo(BEA, 1).id}"]'


async def test_the_name_that_an_account_has_now_stays_with_it(home: House) -> None:
    await home.own(ADA)
    url = "https://example.org/ada2/"
    home.source.pages[ADA.handle] = [[photo(ADA, 1)]]
    home.source.now_called = ("ada2", url)
    await home.session.scan()
    (state,) = await home.session.accounts.states()
    assert (state.account.id, state.account.handle, state.account.url) == (ADA.id, "ada2", url)


SAME = {
    "https://www.facebook.com/ada.l": "m.facebook.com/ada.l facebook.com/Ada.L/?ref=bookmarks "
    "https://mbasic.facebook.com/ada.l# lite.facebook.com/ada.l touch.facebook.com/ada.l/",
    "https://www.facebook.com/profile.php?id=100012": "m.facebook.com/profile.php?id=100012&ref=x "
    "facebook.com/people/Ada/100012/",
    "https://www.instagram.com/ada/": "instagram.com/ada?hl=de m.instagram.com/ada",
    "https://www.tiktok.com/@ada": "m.tiktok.com/@ada?lang=de tiktok.com/@ada/",
    "https://x.com/ada": "mobile.twitter.com/ada twitter.com/ada/?s=21 www.x.com/ada",
    "https://www.linkedin.com/in/ada": "de.linkedin.com/in/ada/?trk=x m.linkedin.com/in/ada",
    "https://www.linkedin.com/company/ada": "linkedin.com/company/ada/",
    "https://www.snapchat.com/add/ada": "snapchat.com/@ada snapchat.com/add/ada?share_id=1",
    "https://www.pinterest.com/ada/": "de.pinterest.com/ada pinterest.de/ada/?x=1",
    "https://www.youtube.com/@ada": "m.youtube.com/@ada?si=x youtube.com/@ada/videos",
    "https://www.youtube.com/channel/UCada": "m.youtube.com/channel/UCada/videos",
}
"""Each profile, and other addresses of the same."""


async def test_one_profile_is_one_account_whatever_address_it_has(home: House) -> None:
    for profile, others in SAME.items():
        added = await home.session.accounts.add(profile)
        assert added.url == profile
        for other in others.split():
            with pytest.raises(UsageError, match="on the list already"):
                await home.session.accounts.add(other)


async def test_an_address_kept_as_it_was_typed_is_known_again(home: House) -> None:
    typed = "https://m.facebook.com/ada.l"
    await home.own(replace(account("ada.l", platform="facebook"), url=typed, supported=False))
    with pytest.raises(UsageError, match="on the list already"):
        await home.session.accounts.add("https://www.facebook.com/ada.l")
