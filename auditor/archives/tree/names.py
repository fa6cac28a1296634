"""Names of files inside an export, made comparable whatever packed them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from contextlib import suppress

from auditor.messages import N_

_UTF8_FLAG = 0x800
_JUNK = re.compile(r"(?:^|/)(?:__MACOSX/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
_DRIVE = re.compile(r"[A-Za-z]:")
_LONGEST = 1024
_MOST_ABOVE = 100
_ROOT = re.compile(
    r"(?:^|/)(?P<root>Takeout|your_instagram_activity|your_facebook_activity|"
    r"your_activity_across_facebook|this_profile's_activity_across_facebook)/"
)
"""Folders that only an export has, so that whatever stands above them was put on top."""
TOPS = frozenset(
    {
        "Takeout", "your_instagram_activity", "your_facebook_activity",
        "your_activity_across_facebook", "this_profile's_activity_across_facebook",
        "personal_information", "account_information", "logged_information", "connections",
        "preferences", "security_and_login_information", "ads_information", "apps_and_websites",
        "content", "media", "posts", "photos", "photos_and_videos", "profile", "stories", "videos",
        "direct", "data", "assets", "json", "html", "memories", "chat_media", "shared_story",
        "chats", "profile_pictures", "lists", "activities", "clubs", "messages", "files",
        "tweets_media", "tweet_media", "profile_media", "albums_media", "your_posts", "album",
        "threads", "comments", "likes", "followers_and_following", "other_activity", "mydata",
    }
)  # fmt: skip
"""Folders that stand at the top of an export (shared facts on layouts): never one more on top."""
LEADS_OUTSIDE = N_("its name leads outside the archive")
NO_NAME = N_("its name is no path")


def decoded(name: str, flags: int) -> str:
    """Return the name of a zip's entry as it was meant.

    Without the UTF-8 flag zipfile reads CP437; macOS and others write UTF-8 all the same
    (APPNOTE.TXT 4.4.4, appendix D). Composed characters (NFC), as JSON has them or not.
    """
    if not flags & _UTF8_FLAG and not name.isascii():
        with suppress(UnicodeError):  # else it was CP437
            name = name.encode("cp437").decode("utf-8")
    return normal(name)


def normal(name: str) -> str:
    """Return a path as all of them are compared: forward slashes, composed characters."""
    return unicodedata.normalize("NFC", name.replace("\\", "/")).removeprefix("./")


def trouble(name: str) -> str:
    """Say why a name is not taken, "" where it is."""
    steps = name.split("/")
    if name.startswith("/") or _DRIVE.match(name) or ".." in steps:
        return LEADS_OUTSIDE
    if not name or len(name) > _LONGEST or "\0" in name:
        return NO_NAME
    return ""


def is_junk(name: str) -> bool:
    """Whether a file is what operating systems leave beside others."""
    return _JUNK.search(name) is not None


def prefixes_of(names: Iterable[str]) -> tuple[str, ...]:
    """Return the folders that were put on top of an export, the longest first.

    What stands above a folder that only exports have, several where parts were unpacked side by
    side; else the folder in which everything lies, as long as no export begins with it.
    """
    listed: Collection[str] = names if isinstance(names, Collection) else tuple(names)
    above: set[str] = set()
    for name in listed:
        found = _ROOT.search(name)
        if found is not None and len(above) < _MOST_ABOVE:
            above.add(name[: found.start("root")])
    if above:
        above |= _beside(listed, above)
        return tuple(sorted(above - {""}, key=lambda each: (-len(each), each)))
    prefix = ""
    while listed:
        steps = {tuple(name[len(prefix) :].split("/", 2)[:2]) for name in listed}
        firsts = {step[0] for step in steps}
        if any(len(step) == 1 for step in steps) or firsts & TOPS:
            break
        if len(firsts) == 1:
            prefix = f"{prefix}{firsts.pop()}/"
            continue
        if len(firsts) <= _MOST_ABOVE and all(_begins(steps, first) for first in firsts):
            return tuple(f"{prefix}{first}/" for first in sorted(firsts))
        break
    return (prefix,) if prefix else ()


def _beside(names: Iterable[str], above: Collection[str]) -> set[str]:
    """Return the folders of parts that hold no such folder, beside those that do."""
    if any(each.count("/") != 1 for each in above):  # not all were unpacked into one folder each
        return set()
    steps = (name.split("/", 2)[:2] for name in names)
    found = {
        f"{each[0]}/" for each in steps if len(each) > 1 and each[0] not in TOPS and each[1] in TOPS
    }
    return found if len(found) <= _MOST_ABOVE else set()


def _begins(steps: Collection[tuple[str, ...]], first: str) -> bool:
    """Whether an export, or a part of one, was unpacked into a folder."""
    return any(step[0] == first and step[1] in TOPS for step in steps)


def without_any(name: str, prefixes: Iterable[str]) -> str:
    """Return a name without the first of `prefixes` that it begins with."""
    for prefix in prefixes:
        if name.startswith(prefix):
            return name[len(prefix) :]
    return name
