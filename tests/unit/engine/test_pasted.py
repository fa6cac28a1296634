"""What people paste when they add an account: links, names, e-mail addresses, bare domains."""

from __future__ import annotations

import pytest

from auditor.domain.account import Claim, account_id
from auditor.engine.accounts.recognise import recognise, require_unambiguous
from auditor.errors import UsageError
from auditor.sources import build
from tests.fakes.engine import House
from tests.recorded import SWITCHED_ON
from tests.rows import each_row

SOURCES = build(SWITCHED_ON)
FACEBOOK = "https://www.facebook.com/profile.php?id="

RIGHT = [
    # Bluesky
    ("https://bsky.app/profile/alice.bsky.social", "atproto", "alice.bsky.social"),
    ("bsky.app/profile/alice.example", "atproto", "alice.example"),
    ("\u202a@alice.bsky.social\u202c", "atproto", "alice.bsky.social"),
    ("\u200balice.bsky.social\ufeff", "atproto", "alice.bsky.social"),
    ("@alice.example", "atproto", "alice.example"),
    ("at://alice.example", "atproto", "alice.example"),
    # Mastodon
    ("@alice@mastodon.social", "mastodon", "@alice@mastodon.social"),
    ("\u2068@alice@mastodon.social\u2069", "mastodon", "@alice@mastodon.social"),
    ("mastodon.social/@alice", "mastodon", "@alice@mastodon.social"),
    ("https://mastodon.social/web/@alice", "mastodon", "@alice@mastodon.social"),
    ("https://mastodon.social/web/@alice@other.example", "mastodon", "@alice@other.example"),
    ("https://mastodon.social/users/alice", "mastodon", "@alice@mastodon.social"),
    # wikis and sites
    ("https://commons.wikimedia.org/wiki/User:Alice_B", "mediawiki", "Alice B"),
    ("https://alice.example/", "website", "alice.example"),
    ("<https://alice.example/>", "website", "alice.example"),
    ("you.wordpress.com", "website", "you.wordpress.com"),
    ("alice.example/blog/", "website", "alice.example/blog"),
    ("https://fa\u00df.example/", "website", "xn--fa-hia.example"),
    # LinkedIn, Facebook, Instagram
    ("https://de.linkedin.com/in/alice-b-123/", "linkedin", "alice-b-123"),
    ("https://www.linkedin.com/posts/alice-b_trip-activity-72-x", "linkedin", "alice-b"),
    ("https://www.linkedin.com/company/acme/about", "linkedin", "acme"),
    (f"{FACEBOOK}100001", "facebook", "100001"),
    ("m.facebook.com/profile.php?id=100002&sk=photos", "facebook", "100002"),
    ("https://www.facebook.com/people/Alice-B/100003/", "facebook", "100003"),
    ("https://www.facebook.com/alice.b/photos", "facebook", "alice.b"),
    ("https://www.instagram.com/alice/p/Cxyz123/", "instagram", "alice"),
    ("https://instagram.com/stories/alice/123/", "instagram", "alice"),
    ("instagram.com/alice?igsh=abc", "instagram", "alice"),
    # Flickr, Reddit, Strava, YouTube, TikTok, Snapchat, Tumblr
    ("https://www.flickr.com/photos/12345@N00/5123/in/album-7/", "flickr", "12345@N00"),
    ("https://www.flickr.com/people/alice/", "flickr", "alice"),
    ("https://old.reddit.com/user/alice/comments/", "reddit", "alice"),
    ("reddit.com/u/alice", "reddit", "alice"),
    ("https://www.strava.com/athletes/123", "strava", "123"),
    ("https://www.youtube.com/@alice/videos", "youtube", "alice"),
    ("https://youtube.com/channel/UC123", "youtube", "UC123"),
    ("https://www.tiktok.com/@alice/video/7", "tiktok", "alice"),
    ("https://www.snapchat.com/add/alice", "snapchat", "alice"),
    ("https://www.snapchat.com/@alice", "snapchat", "alice"),
    ("https://alice.tumblr.com/post/1/x", "tumblr", "alice"),
    ("https://www.tumblr.com/alice/1/x", "tumblr", "alice"),
    ("https://www.tumblr.com/blog/view/alice", "tumblr", "alice"),
    # other closed platforms, in any spelling
    ("https://www.pinterest.de/alice/", "pinterest", "alice"),
    ("pinterest.co.uk/alice", "pinterest", "alice"),
    ("https://photos.google.com/share/AF1Qip", "google-photos", "AF1Qip"),
    ("https://wa.me/49151", "whatsapp", "49151"),
    ("https://www.twitch.tv/alice", "twitch", "alice"),
    ("https://discord.com/users/123", "discord", "123"),
    ("HTTPS://X.COM/alice/status/1", "x", "alice"),
    ("https://twitter.com/intent/user?screen_name=alice", "x", "alice"),
    ("https://t.me/alice", "telegram", "alice"),
    ("https://www.threads.net/@alice/post/1", "threads", "alice"),
    ("@alice@threads.net", "threads", "alice"),
    ("https://vk.com/id1", "vk", "id1"),
    # as chats, codes and phones write them
    ("HTTP://bsky.app/profile/alice.bsky.social", "atproto", "alice.bsky.social"),
    ("HTTPS://MASTODON.SOCIAL/@alice/112233", "mastodon", "@alice@mastodon.social"),
    ("https://alice.bsky.social/", "atproto", "alice.bsky.social"),
    ("alice.bsky.social,", "atproto", "alice.bsky.social"),
    ("@alice.bsky.social!", "atproto", "alice.bsky.social"),
    ("@alice@mastodon.social.", "mastodon", "@alice@mastodon.social"),
    ("@alice@mastodon.social,", "mastodon", "@alice@mastodon.social"),
    ("https://mastodon.social/@alice.", "mastodon", "@alice@mastodon.social"),
    ("@alice@b\u00fccher.example", "mastodon", "@alice@xn--bcher-kva.example"),
    ("https://commons.wikimedia.org/wiki/User:Alice_Jr.", "mediawiki", "Alice Jr."),
    ("https://commons.wikimedia.org/wiki/User:Alice_(B)", "mediawiki", "Alice (B)"),
    ("https://alice.example/, ", "website", "alice.example"),
    ("https://alice.example.", "website", "alice.example"),
    ("//alice.example/", "website", "alice.example"),
    ("alice.example:8443", "website", "alice.example:8443"),
    ("[my site](https://alice.example/)", "website", "alice.example"),
    ("[Insta](https://www.instagram.com/alice/)", "instagram", "alice"),
    ("\u201ehttps://alice.example/\u201c", "website", "alice.example"),
    ("URL:https://alice.example/", "website", "alice.example"),
    ("MECARD:N:Alice;URL:https://alice.example/;;", "website", "alice.example"),
    ("https://l.instagram.com/?u=https%3A%2F%2Falice.example%2F&e=x", "website", "alice.example"),
    ("https://l.facebook.com/l.php?u=https%3A%2F%2Falice.example%2F", "website", "alice.example"),
    ("https://www.google.com/url?q=https://instagram.com/alice/&sa=D", "instagram", "alice"),
    ("https://www.facebook.com/pages/Alice-Cafe/100004", "facebook", "100004"),
    ("https://www.facebook.com/p/Alice-B-100005/", "facebook", "100005"),
    ("https://www.facebook.com/groups/1/user/100006/", "facebook", "100006"),
    ("https://www.linkedin.com/profile/view?id=123", "linkedin", "123"),
    ("https://www.reddit.com/r/u_alice/", "reddit", "alice"),
    ("https://at.tumblr.com/alice/abc/xyz", "tumblr", "alice"),
    ("https://vk.com/wall1_2", "vk", "id1"),
    ("https://vk.com/albums5", "vk", "id5"),
    ("https://twitter.com/#!/alice", "x", "alice"),
    ("https://web.telegram.org/k/#@alice", "telegram", "alice"),
    ("tg://resolve?domain=alice", "telegram", "alice"),
    ("https://www.google.de/maps/contrib/123/photos", "google", "123"),
    ("https://signal.me/#p/+49151", "signal", "+49151"),
]

NOBODY = [
    ("https://www.instagram.com/p/Cxyz123/", "instagram.com/NAME"),
    ("https://www.facebook.com/photo?fbid=1", "facebook.com/NAME"),
    ("https://www.facebook.com/profile.php", "facebook.com/NAME"),
    ("https://youtu.be/abc?t=1", "NAME"),
    ("https://www.youtube.com/watch?v=1", "youtube.com/@NAME"),
    ("https://www.reddit.com/r/pics/comments/1/x/", "reddit.com/user/NAME"),
    ("https://pinterest.at/pin/123/", "pinterest.com/NAME"),
    ("https://t.me/+abc", "t.me/NAME"),
    ("https://discord.gg/", "discord.com/users/NAME"),
    ("instagram.com", "instagram.com/NAME"),
    ("alice@mail.example", "@alice@mail.example"),
    ("mailto:alice@mail.example", "@alice@mail.example"),
    ("https://t.snapchat.com/abc", "snapchat.com/add/NAME"),
    ("https://discord.gg/abc", "discord.com/users/NAME"),
    ("https://chat.whatsapp.com/ABC", "wa.me/NAME"),
    ("https://clips.twitch.tv/abc", "twitch.tv/NAME"),
    ("https://maps.app.goo.gl/abc", "maps/contrib/NAME"),
    ("https://link.strava.com/abc", "strava.com/athletes/NAME"),
    ("https://signal.group/#abc", "signal.me/#p/NAME"),
    ("https://www.facebook.com/l.php?u=javascript:1", "facebook.com/NAME"),
]


@each_row(("text", "platform", "handle"), RIGHT)
def test_what_is_pasted_is_recognised(text: str, platform: str, handle: str) -> None:
    found = recognise(text, SOURCES)
    require_unambiguous(text, found)
    assert (found[0].platform, found[0].handle) == (platform, handle)


@each_row(("text", "hint"), NOBODY)
def test_what_names_nobody_says_what_to_type(text: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        recognise(text, SOURCES)
    assert hint in caught.value.hint


@each_row("text", ["alice.example", "Alice.Example.", "fa\u00df.example"])
def test_a_bare_domain_is_asked(text: str) -> None:
    found = recognise(text, SOURCES)
    if len({claim.platform for claim in found}) == 1:
        return  # no handle has such letters
    with pytest.raises(UsageError) as caught:
        require_unambiguous(text, found)
    assert "https://" in caught.value.hint
    assert "@" in caught.value.hint


@each_row("text", ["alice", "Alice Smith", "@alice", "+49 151 1234567"])
def test_a_name_alone_is_nothing(text: str) -> None:
    assert recognise(text, SOURCES) == ()


async def test_nothing_is_sent_before_a_bare_domain_is_told_apart(home: House) -> None:
    object.__setattr__(home.session._rooms, "sources", SOURCES)
    with pytest.raises(UsageError, match="may be a website"):
        await home.session.accounts.add("alice.example", claim=Claim.MINE, again="alice.example")
    assert home.http.asked == []


def test_an_account_of_substack_is_not_one_of_mastodon() -> None:
    assert {claim.platform for claim in recognise("https://substack.com/@a", SOURCES)} == {
        "website"
    }


def test_two_accounts_of_facebook_are_two() -> None:
    ids = set()
    for number in ("1", "2"):
        (found,) = recognise(f"{FACEBOOK}{number}", SOURCES)
        ids.add(account_id(found.platform, found.handle, found.url))
        assert found.url == f"{FACEBOOK}{number}"
    assert len(ids) == 2


def test_a_name_with_sharp_s_is_another_host() -> None:
    (sharp, *_rest) = recognise("https://fa\u00df.example/", SOURCES)
    (other, *_more) = recognise("https://fass.example/", SOURCES)
    assert sharp.url != other.url
