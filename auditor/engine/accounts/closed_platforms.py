"""Platforms that no source of this program reads, told by their hosts, and whom a link names there.

One row a platform. A plugin may read one of them; of those with a row here that a source reads all
the same, archives and kept pages are taken in, whose owners it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import field
from urllib.parse import parse_qs, quote, unquote, urlsplit

from auditor.dataclass import dataclass

_POSTS = frozenset(
    [
        "p",
        "reel",
        "reels",
        "tv",
        "post",
        "posts",
        "video",
        "videos",
        "shorts",
        "watch",
        "status",
        "hashtag",
        "explore",
        "search",
        "home",
        "login",
        "settings",
        "share",
        "tag",
        "tags",
        "topics",
        "discover",
        "trending",
        "help",
        "about",
        "privacy",
        "terms",
        "jobs",
        "stories",
        "playlist",
        "feed",
    ]
)
"""First steps of a path that stand for a page of the platform or a single post."""


@dataclass(frozen=True, slots=True)
class Platform:
    """One platform. `example` is the address of a profile, NAME for the name.

    `before`: steps of a path that the name follows. `pages`: first steps that name no account,
    besides the usual. `asked`: first step -> parameter that holds the name. `subdomain`: the name
    may stand before the host. `brand`: the host has this name under any ending. `forms`: whole
    paths in which the name stands elsewhere, and what is made of it. `apart`: steps of `before`
    after which the same name is another account. `links`: the name is one only on that host or
    in that form of address, so that the address stays as it is.
    """

    name: str
    hosts: tuple[str, ...]
    example: str
    before: frozenset[str] = frozenset()
    pages: frozenset[str] = frozenset()
    asked: Mapping[str, str] = field(default_factory=dict)
    subdomain: bool = False
    brand: str = ""
    forms: tuple[tuple[str, str], ...] = ()
    apart: frozenset[str] = frozenset()
    links: bool = False


@dataclass(frozen=True, slots=True)
class ClosedAccount:
    """What an address on a platform without a source names; `handle` is "" where it is nobody."""

    platform: str
    handle: str
    url: str
    example: str


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PLATFORMS: tuple[Platform, ...] = (
    Platform(
        "instagram", ("instagram.com", "instagr.am", "ig.me"),
        "https://www.instagram.com/NAME/", _words("stories _u m"), _words("accounts direct s"),
    ),
    Platform(
        "facebook", ("facebook.com", "fb.com", "fb.me", "fb.watch", "messenger.com", "m.me"),
        "https://www.facebook.com/NAME", _words("pg public profile t"),
        _words(
            "photo photo.php permalink.php groups events marketplace story.php media gaming r pages"
            " l.php"
        ),
        {
            "profile.php": "id", "story.php": "id", "permalink.php": "id", "photo.php": "id",
            "people": "id",
        },
        forms=(
            (r"pages/(?:category/)?[^/]+/(?:[^/]*-)?(\d+)/?", r"\1"),
            (r"p/(?:[^/]*-)?(\d+)", r"\1"),
            (r"groups/[^/]+/user/(\d+)", r"\1"),
        ),
    ),
    Platform("threads", ("threads.net", "threads.com"), "https://www.threads.net/@NAME",
             pages=_words("t")),
    Platform(
        "x", ("x.com", "twitter.com", "t.co"), "https://x.com/NAME", pages=_words("i intent"),
        asked={"intent": "screen_name"},
    ),
    Platform("tiktok", ("tiktok.com",), "https://www.tiktok.com/@NAME", pages=_words("t v music")),
    Platform("snapchat", ("snapchat.com",), "https://www.snapchat.com/add/NAME", _words("add u"),
             _words("t spotlight lens")),
    Platform(
        "linkedin", ("linkedin.com", "lnkd.in"), "https://www.linkedin.com/in/NAME",
        _words("in company school showcase pub mwlite"), _words("pulse groups"),
        {"profile": "id"}, apart=_words("company school showcase"),
    ),
    Platform("flickr", ("flickr.com", "flic.kr"), "https://www.flickr.com/people/NAME/",
             _words("photos people"), _words("groups gp map cameras")),
    Platform("reddit", ("reddit.com", "redd.it"), "https://www.reddit.com/user/NAME",
             _words("user u"), _words("r comments gallery"),
             forms=((r"r/u_([^/]+)(?:/.*)?", r"\1"),)),
    Platform("pinterest", ("pinterest.com", "pin.it"), "https://www.pinterest.com/NAME/",
             pages=_words("pin ideas"), brand="pinterest"),
    Platform("unsplash", ("unsplash.com",), "https://unsplash.com/@NAME", pages=_words("photos s")),
    Platform("smugmug", ("smugmug.com",), "https://NAME.smugmug.com/", subdomain=True),
    Platform("500px", ("500px.com",), "https://500px.com/p/NAME", _words("p"), _words("photo")),
    Platform("strava", ("strava.com", "strava.app.link"), "https://www.strava.com/athletes/NAME",
             _words("athletes pros"), _words("activities segments clubs routes")),
    Platform("youtube", ("youtube.com", "youtu.be", "youtube-nocookie.com"),
             "https://www.youtube.com/@NAME", _words("channel c user"), _words("embed live"),
             apart=_words("channel c user")),
    Platform("telegram", ("t.me", "telegram.me", "telegram.org"), "https://t.me/NAME", _words("s"),
             _words("joinchat addstickers c"), subdomain=True),
    Platform("whatsapp", ("wa.me", "whatsapp.com"), "https://wa.me/NAME",
             pages=_words("message channel qr send"), asked={"send": "phone"}),
    Platform(
        "vk", ("vk.com", "vk.ru"), "https://vk.com/NAME", pages=_words("away.php im"),
        forms=((r"(?:wall|photos?|albums?|videos?|clips?|audios?|friends)(\d+)(?:_.*)?", r"id\1"),),
    ),
    Platform("signal", ("signal.me", "signal.group"), "https://signal.me/#p/NAME", _words("p eu")),
    Platform("twitch", ("twitch.tv",), "https://www.twitch.tv/NAME", pages=_words("directory")),
    Platform("discord", ("discord.com", "discord.gg", "discordapp.com"),
             "https://discord.com/users/NAME", _words("users"), _words("channels invite")),
    Platform("google-photos", ("photos.google.com", "photos.app.goo.gl"),
             "https://photos.google.com/share/NAME", _words("share album photo"), links=True),
    Platform("google", ("google.com", "goo.gl"), "https://www.google.com/maps/contrib/NAME",
             _words("contrib"), _words("maps url"), brand="google",
             forms=((r"maps/contrib/(\d+)(?:/.*)?", r"\1"),)),
    Platform("icloud", ("icloud.com",), "https://www.icloud.com/sharedalbum/NAME",
             _words("sharedalbum"), links=True),
    Platform("dropbox", ("dropbox.com",), "https://www.dropbox.com/NAME", _words("s sh scl fo"),
             links=True),
    Platform("onedrive", ("onedrive.live.com", "1drv.ms"), "https://1drv.ms/NAME",
             links=True),
    Platform("spotify", ("open.spotify.com", "spotify.com"), "https://open.spotify.com/user/NAME",
             _words("user artist"), _words("track album episode"), apart=_words("artist")),
    Platform("soundcloud", ("soundcloud.com",), "https://soundcloud.com/NAME"),
    Platform("vimeo", ("vimeo.com",), "https://vimeo.com/NAME"),
    Platform("vsco", ("vsco.co",), "https://vsco.co/NAME"),
    Platform("imgur", ("imgur.com",), "https://imgur.com/user/NAME", _words("user"),
             _words("a gallery")),
    Platform("behance", ("behance.net",), "https://www.behance.net/NAME", pages=_words("gallery")),
    Platform("dribbble", ("dribbble.com",), "https://dribbble.com/NAME"),
    Platform("artstation", ("artstation.com",), "https://www.artstation.com/NAME",
             pages=_words("artwork"), subdomain=True),
    Platform("xing", ("xing.com",), "https://www.xing.com/profile/NAME", _words("profile")),
    Platform("komoot", ("komoot.com", "komoot.de"), "https://www.komoot.com/user/NAME",
             _words("user"), _words("tour")),
    Platform("garmin", ("connect.garmin.com",), "https://connect.garmin.com/modern/profile/NAME",
             _words("modern profile")),
    Platform("steam", ("steamcommunity.com",), "https://steamcommunity.com/id/NAME",
             _words("id profiles"), apart=_words("profiles")),
    Platform("patreon", ("patreon.com",), "https://www.patreon.com/NAME", _words("c cw"),
             asked={"user": "u"}),
    Platform("onlyfans", ("onlyfans.com",), "https://onlyfans.com/NAME"),
    Platform("bereal", ("bere.al", "bereal.com"), "https://bere.al/NAME"),
    Platform("tripadvisor", ("tripadvisor.com",), "https://www.tripadvisor.com/Profile/NAME",
             _words("profile"), brand="tripadvisor"),
    Platform("airbnb", ("airbnb.com",), "https://www.airbnb.com/users/show/NAME",
             _words("users show"), _words("rooms"), brand="airbnb"),
    Platform("vinted", ("vinted.com",), "https://www.vinted.com/member/NAME", _words("member"),
             _words("items"), brand="vinted", links=True),
    Platform("ebay", ("ebay.com",), "https://www.ebay.com/usr/NAME", _words("usr str"),
             _words("itm"), brand="ebay"),
    Platform("goodreads", ("goodreads.com",), "https://www.goodreads.com/user/show/NAME",
             _words("user show"), _words("book")),
    Platform("letterboxd", ("letterboxd.com",), "https://letterboxd.com/NAME/",
             pages=_words("film")),
    Platform("weibo", ("weibo.com", "weibo.cn"), "https://weibo.com/NAME", _words("u n")),
    Platform("ok", ("ok.ru",), "https://ok.ru/profile/NAME", _words("profile")),
    Platform("quora", ("quora.com",), "https://www.quora.com/profile/NAME", _words("profile")),
)  # fmt: skip
"""Hosts and forms of addresses as the platforms link their own profiles, looked up 2026-11."""

_BY_HOST = {host: platform for platform in PLATFORMS for host in platform.hosts}
_BY_BRAND = {platform.brand: platform for platform in PLATFORMS if platform.brand}
_OPEN = frozenset({"sites.google.com"})  # a builder of websites
_AT_HOST = re.compile(r"(?:acct:|@)(?P<name>[^@/\s]+)@(?P<host>[\w.-]+)")
SHORT = frozenset(
    (
        *("youtu.be", "lnkd.in", "pin.it", "redd.it", "flic.kr", "fb.watch", "vm.tiktok.com"),
        *("vt.tiktok.com", "t.co", "strava.app.link", "fav.me", "goo.gl", "maps.app.goo.gl"),
        *("link.strava.com", "t.snapchat.com", "discord.gg", "chat.whatsapp.com"),
        *("clips.twitch.tv", "signal.group"),
    )
)
"""Hosts of shortened links and invitations: only their server knows where they lead."""
_AFTER_HASH = frozenset({"signal.me", "web.telegram.org"})
"""Hosts whose addresses name the account in the fragment."""
_ENDING = re.compile(r"[a-z]{2,3}|(?:com?|org|net)\.[a-z]{2}|com|info")
_COMMON = frozenset(
    [
        "www",
        "at",
        "m",
        "mobile",
        "web",
        "old",
        "new",
        "en",
        "de",
        "fr",
        "es",
        "it",
        "pt",
        "amp",
        "l",
        "lm",
        "touch",
        "mbasic",
        "np",
    ]
)
_NAME_AND_POST = re.compile(
    r"(?P<name>[\w.%-]+?)_[\w.%-]*-?(?:activity|ugcpost|share)-.*", re.IGNORECASE
)


def closed_account(text: str) -> ClosedAccount | None:
    """Return what `text` names on a platform that no source reads, None on any other host."""
    at_host = _AT_HOST.fullmatch(text)
    if at_host is not None:
        text = f"https://{at_host['host']}/@{at_host['name']}"
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host = (parts.hostname or "").casefold().rstrip(".")
        netloc = parts.netloc.rpartition("@")[2].casefold().removesuffix(":443").rstrip(".")
    except ValueError:  # half an IPv6 address, say
        return None
    platform, before = _platform_of(host)
    if platform is None or not host:
        return None
    path = parts.path
    if host in _AFTER_HASH or parts.fragment.startswith("!/"):
        path = parts.fragment.removeprefix("!")
    steps = [unquote(step) for step in path.split("/") if step]
    handle = "" if host in SHORT else _named(platform, steps, parse_qs(parts.query), before)
    queried = steps[:1] and steps[0].casefold() in platform.asked
    kept = f"?{parts.query}" if queried and parts.query else ""
    url = f"https://{netloc}{parts.path}{kept}"
    if handle and "#" in platform.example:
        url = text
    elif handle and not platform.links and not (queried and platform.name == "linkedin"):
        url = _profile(platform, handle, steps)
    return ClosedAccount(platform.name, handle, url, platform.example)


def _platform_of(host: str) -> tuple[Platform | None, str]:
    """Return the platform of a host, and what stands before the platform's own name."""
    if host in _OPEN:
        return None, ""
    labels = host.split(".")
    for start in range(len(labels) - 1):
        platform = _BY_HOST.get(".".join(labels[start:]))
        if platform is not None:
            return platform, ".".join(labels[:start])
    for at, label in enumerate(labels[:-1]):
        platform = _BY_BRAND.get(label)
        if platform is not None and _ENDING.fullmatch(".".join(labels[at + 1 :])):
            return platform, ".".join(labels[:at])
    return None, ""


def _named(
    platform: Platform, steps: list[str], asked: Mapping[str, list[str]], before: str
) -> str:
    """Return the name in an address, "" where it names nobody."""
    formed = _formed(platform, steps)
    if formed:
        return formed
    first = steps[0].casefold() if steps else ""
    owner = before.rpartition(".")[2]
    if first in platform.asked:
        told = _first(asked.get(platform.asked[first], []))
        numbers = [step for step in steps if step.isdecimal()]
        return told or (numbers[-1] if first == "people" and numbers else "")
    if platform.name == "linkedin" and first == "posts" and len(steps) > 1:
        match = _NAME_AND_POST.fullmatch(steps[1])
        return match["name"] if match else steps[1].partition("_")[0]
    if platform.subdomain and owner and owner not in _COMMON:
        return owner
    return _name_in(platform, steps)


def _formed(platform: Platform, steps: list[str]) -> str:
    """Return the name in an address of a form of its own, "" where it has none."""
    path = "/".join(steps)
    found = ((re.fullmatch(pattern, path, re.IGNORECASE), made) for pattern, made in platform.forms)
    return next((match.expand(made) for match, made in found if match is not None), "")


def _name_in(platform: Platform, steps: list[str]) -> str:
    rest = list(steps)
    while rest and rest[0].casefold() in platform.before:
        rest.pop(0)
    led = len(rest) < len(steps)
    page = bool(rest) and rest[0].casefold() in {*platform.pages, *_POSTS} and not led
    invitation = bool(rest) and rest[0].startswith("+") and platform.name == "telegram"
    return "" if not rest or page or invitation else rest[0].lstrip("@").strip()


def _profile(platform: Platform, handle: str, steps: list[str]) -> str:
    """Return the one address of a profile, whatever host, language and tail it was typed with."""
    name = quote(handle, safe="@+~:", errors="replace")
    if platform.name == "facebook" and handle.isdecimal():
        return f"https://www.facebook.com/profile.php?id={name}"
    lead = steps[0].casefold() if len(steps) > 1 else ""
    if lead in platform.apart:
        return f"https://{urlsplit(platform.example).netloc}/{lead}/{name}"
    return platform.example.replace("NAME", name)


def _first(values: Iterable[str]) -> str:
    return next(iter(values), "").strip()
