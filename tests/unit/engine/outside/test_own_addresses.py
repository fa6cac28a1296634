"""Which addresses an archive is asked about: all of the person's, nothing of anybody else."""

from __future__ import annotations

from dataclasses import replace

from auditor.domain.account import Account, Profile
from auditor.domain.outside.copies import CopyKind
from auditor.domain.photos.photo import Listing, Photo, Rendition, Role
from auditor.domain.traits import Traits
from auditor.domain.views import AccountState
from auditor.engine.outside.own_addresses import (
    MOST_SINGLE,
    OwnAddress,
    OwnAddresses,
    own_addresses,
    public,
)
from tests.fakes.engine import T0, account, photo
from tests.rows import each_row

OWN = Traits("Site", own_site=True)
SHARED = Traits("Mastodon", own_site=False)


def state(owner: Account, page: str = "") -> AccountState:
    return AccountState(owner, Profile(page_url=page), 0, None, None, "", ())


def mastodon(stable_id: str = "") -> Account:
    made = account("@ada@social.example")
    return replace(made, url="https://social.example/@ada", stable_id=stable_id)


def posted(owner: Account, *urls: str) -> list[tuple[Photo, bool]]:
    made = photo(owner, 1, url=urls[0])
    further = tuple(Rendition(url, Role.SMALLER) for url in urls)
    return [(replace(made, page_url="https://social.example/@ada/1", renditions=further), False)]


def of(owner: Account, traits: Traits, *urls: str, page: str = "") -> OwnAddresses:
    return own_addresses(state(owner, page), traits, posted(owner, *urls) if urls else ())


def test_a_site_of_ones_own_is_one_request() -> None:
    own = account("ada.example")
    found = own_addresses(state(own), OWN, [(photo(own, number), False) for number in range(200)])
    assert (found.pages, found.pictures) == (["https://ada.example/*"], [])


def test_a_folder_of_ones_own_does_not_ask_about_its_neighbours() -> None:
    own = replace(account("ada"), url="https://uni.example/~ada/index.html")
    assert of(own, OWN).pages == ["https://uni.example/~ada/*", "https://uni.example/~ada"]


def test_a_dot_in_a_name_does_not_ask_about_the_whole_host() -> None:
    own = replace(account("ada"), url="https://uni.example/ada.l")
    assert of(own, OWN).pages == ["https://uni.example/ada.l/*", "https://uni.example/ada.l"]


def test_an_account_on_a_shared_server_asks_about_nobody_else() -> None:
    """Without the slash, /@ada asks about /@adam as well."""
    found = of(mastodon(), SHARED)
    assert found.pages == ["https://social.example/@ada/*", "https://social.example/@ada"]
    assert found.own("http://social.example:80/@ada/112")
    assert not found.own("https://social.example/@adam")
    assert not found.own("https://social.example/@adam/112")


@each_row(
    "root", ["https://social.example", "https://social.example/", "https://social.example/api/"]
)
def test_the_root_of_a_shared_server_is_never_asked_about_as_a_whole(root: str) -> None:
    owner = replace(mastodon(), url=root)
    asked = of(owner, SHARED, page="https://social.example/@ada").pages
    assert "https://social.example/@ada/*" in asked
    assert not any(item.startswith(root.rstrip("/") + "/*") for item in asked)


def test_a_page_of_a_wiki_is_asked_about_by_its_name() -> None:
    owner = replace(account("Ada L"), url="https://wiki.example/w/api.php")
    found = of(owner, SHARED, page="https://wiki.example/wiki/User:Ada_L")
    assert "https://wiki.example/wiki/User:Ada_L/*" in found.pages
    assert not any("/w/" in item for item in found.pages), "an interface is no page of theirs"
    numbered = of(owner, SHARED, page="https://wiki.example/people/7")
    assert numbered.pages == ["https://wiki.example/people/7"]


def test_pictures_in_a_folder_of_ones_own_name_for_good_are_one_request() -> None:
    owner = mastodon("did:plc:ada")
    first, second = (f"https://cdn.example/img/plain/did:plc:ada/{each}" for each in "ab")
    assert of(owner, SHARED, first, second).pictures == [
        "https://cdn.example/img/plain/did:plc:ada/*"
    ]


def test_other_pictures_are_asked_about_one_by_one() -> None:
    urls = ["https://files.example/ada/1.jpg", "https://files.example/ada/2.jpg"]
    assert of(mastodon(), SHARED, *urls).pictures == urls, "a folder may be of another Ada"


def test_what_was_taken_down_comes_first_and_the_rest_is_counted() -> None:
    owner = mastodon()
    photos = [
        (replace(photo(owner, 1, url=f"https://files.example/{number}.jpg"), page_url=""), False)
        for number in range(MOST_SINGLE + 5)
    ]
    gone = replace(photos[-1][0], renditions=(), listing=Listing.UNLINKED)
    before = [OwnAddress("https://files.example/earlier.jpg", CopyKind.PICTURE, taken_down=True)]
    found = own_addresses(state(owner), SHARED, [*photos[:-1], (gone, False)], before)
    assert found.pictures[:2] == [gone.media_url, "https://files.example/earlier.jpg"]
    assert (len(found.pictures), found.too_many) == (MOST_SINGLE, 6)
    later = own_addresses(state(owner), SHARED, photos, before, {}, frozenset(found.pictures))
    assert (len(later.pictures), later.too_many) == (6, 0)
    anew = own_addresses(state(owner), SHARED, photos, before, dict.fromkeys(found.pictures, T0))
    assert set(anew.pictures[:6]) == set(later.pictures), "what never was asked comes first"


def test_what_stands_again_is_not_taken_down() -> None:
    owner = mastodon()
    shown = photo(owner, 1, url="https://files.example/1.jpg")
    before = [OwnAddress(shown.media_url, CopyKind.PICTURE, taken_down=True)]
    (address, *_rest) = (
        each
        for each in own_addresses(state(owner), SHARED, [(shown, False)], before).known.values()
        if each.url == shown.media_url
    )
    assert not address.taken_down


@each_row(
    "url",
    [
        "http://127.0.0.1:8080/a.jpg",
        "https://192.168.0.7/a.jpg",
        "https://[::1]/a.jpg",
        "https://nas.local/a.jpg",
        "https://localhost/a.jpg",
        "https://intranet/a.jpg",
        "https://ada.onion/a.jpg",
        "https://ada:secret@ada.example/a.jpg",
        "https://cdn.example/a.jpg?X-Amz-Signature=abc",
        "https://cdn.example/a.jpg?oh=abc&oe=1",
        "https://cdn.example/a.jpg?token=abc",
        "at://ada.example",
        "",
    ],
)
def test_no_address_of_a_private_host_or_with_a_key_is_sent(url: str) -> None:
    assert not public(url)
    found = of(mastodon(), SHARED, url) if url else of(replace(mastodon(), url=url), SHARED)
    assert url not in [*found.pages, *found.pictures]


def test_public_addresses() -> None:
    assert public("https://ada.example/a.jpg")
    assert public("http://ada.example/a.jpg?w=100")
    assert public("https://93.184.216.34/a.jpg")
