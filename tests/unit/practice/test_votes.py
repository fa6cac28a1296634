"""Votes by phone: one a browser, only counted, and only by the page's own form."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from http import HTTPStatus
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup

from auditor.practice.serving.exchange import Server
from auditor.practice.serving.voting.ballot import MOST_VOTES, Ballot
from auditor.practice.serving.voting.page import VotePage
from auditor.practice.serving.voting.server import votes_served
from tests.hostile.watched_range import serving
from tests.unit.practice.asking import Told, ask

ASK, CHOICES = "How many <b>of eight</b>?", ("0 to 2", "3 & more", "<script>x</script>")


@pytest.fixture
def ballot() -> Ballot:
    return Ballot()


@pytest.fixture
def address(ballot: Ballot) -> Iterator[str]:
    server = Server()
    server.route = VotePage(ballot)
    with serving({"vote": server}):
        yield server.base + "/vote"


class Browser:
    """A phone that keeps its cookie."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.cookie = ""

    def look(self) -> BeautifulSoup:
        told = ask(self.address, Cookie=self.cookie)
        self.cookie = told.headers.get("set-cookie", self.cookie).partition(";")[0]
        return BeautifulSoup(told.body, "lxml")

    def form(self, choice: int) -> dict[str, str]:
        fields = self.look().select("input[type=hidden]")
        return {str(f["name"]): str(f["value"]) for f in fields} | {"choice": str(choice)}

    def send(self, fields: dict[str, str], cookie: str | None = None) -> Told:
        kind = {"Content_Type": "application/x-www-form-urlencoded"}
        sent = self.cookie if cookie is None else cookie
        return ask(self.address, "POST", urlencode(fields).encode(), Cookie=sent, **kind)

    def vote(self, choice: int) -> Told:
        return self.send(self.form(choice))


def test_a_class_votes(ballot: Ballot, address: str) -> None:
    phones = [Browser(address) for _phone in range(5)]
    assert "Nothing is voted on just now" in phones[0].look().get_text()
    ballot.open(ASK, CHOICES)
    page = phones[0].look()
    assert [button.get_text() for button in page.find_all("button")] == list(CHOICES)
    assert page.find("script") is None
    assert page.h1 is not None
    assert page.h1.get_text() == ASK
    for phone, choice in zip(phones, (0, 1, 1, 2, 1), strict=True):
        assert phone.vote(choice).status == 303
        assert "Your vote is counted" in phone.look().get_text()
    assert ballot.counts == (1, 3, 1)
    assert ballot.close() == (1, 3, 1)
    assert "Nothing is voted on" in phones[0].look().get_text()


def test_a_browser_votes_once_in_each_vote(ballot: Ballot, address: str) -> None:
    phone = Browser(address)
    ballot.open(ASK, CHOICES)
    form = phone.form(0)
    for _again in range(3):
        phone.send(form)
    phone.send({**form, "choice": "1"})
    assert ballot.counts == (1, 0, 0)
    ballot.open("And now?", ("yes", "no"))
    phone.send(form)  # of the vote before
    assert list(ballot.counts) == [0, 0]
    phone.vote(1)
    assert list(ballot.counts) == [0, 1]


@pytest.mark.parametrize(
    "change",
    [
        {"token": "0" * 32},
        {"token": ""},
        {"choice": "3"},
        {"choice": "-1"},
        {"choice": "two"},
        {"choice": "9" * 5000},
        {"vote": "99"},
        {"vote": ""},
    ],
)
def test_what_is_forged_is_not_counted(
    ballot: Ballot, address: str, change: dict[str, str]
) -> None:
    phone = Browser(address)
    ballot.open(ASK, CHOICES)
    phone.send(phone.form(1) | change)
    assert ballot.counts == (0, 0, 0)
    assert phone.vote(1).status == 303
    assert ballot.counts == (0, 1, 0)


def test_cookies_of_others_and_invented_ones_are_not_taken(ballot: Ballot, address: str) -> None:
    first, second = Browser(address), Browser(address)
    ballot.open(ASK, CHOICES)
    form = first.form(0)
    second.look()
    for cookie in ("", second.cookie, "voter=abc.def", "voter=", "voter=.", 'voter="', "a" * 2000):
        assert first.send(form, cookie).status == 403, cookie
    assert ballot.counts == (0, 0, 0)


def test_nothing_is_kept_of_who_chose_what(ballot: Ballot, address: str) -> None:
    phone = Browser(address)
    ballot.open(ASK, CHOICES)
    phone.vote(2)
    mark = phone.cookie.partition("=")[2].partition(".")[0]
    assert mark
    assert ballot.voted(mark)
    ballot.close()
    assert mark not in repr(vars(ballot))
    assert not ballot.voted(mark)


def test_the_page_asks_for_nothing_and_is_kept_by_nobody(ballot: Ballot, address: str) -> None:
    ballot.open(ASK, CHOICES)
    told = ask(address)
    assert "default-src 'none'" in told.headers["content-security-policy"]
    assert told.headers["cache-control"] == "no-store"
    cookie = told.headers["set-cookie"]
    assert {"HttpOnly", "SameSite=Strict"} <= {part.strip() for part in cookie.split(";")}
    assert "Expires" not in cookie
    assert ask(address, "PUT").status in {404, 501}
    assert ask(address, Host="evil.example").status == 421


def test_there_is_an_end_to_votes(ballot: Ballot) -> None:
    ballot.open(ASK, CHOICES)
    vote = ballot.vote
    assert vote is not None
    taken = [ballot.cast(str(voter), vote.number, 0) for voter in range(MOST_VOTES + 5)]
    assert sum(taken) == MOST_VOTES


@pytest.mark.skipif(sys.platform != "linux", reason="a second loopback address is Linux's")
def test_phones_of_a_network_vote_at_the_address_that_is_shown_alone(ballot: Ballot) -> None:
    with votes_served(ballot, "127.0.0.2") as shown:
        ballot.open(ASK, CHOICES)
        assert Browser(shown).vote(1).status == HTTPStatus.SEE_OTHER
        assert ballot.counts == (0, 1, 0)
        for wrong in ("localhost", "127.0.0.1", "votes.example", "127.0.0.2"):
            assert ask(shown, Host=wrong).status == HTTPStatus.MISDIRECTED_REQUEST
        for path in ("", "/", "/control", "/seats.json"):
            assert ask(shown.removesuffix("/vote") + path).status == HTTPStatus.NOT_FOUND
        long = b"x" * 100_000
        assert ask(shown, "POST", long).status in {413, 400}
    with pytest.raises(OSError, match="refused"):
        ask(shown)
