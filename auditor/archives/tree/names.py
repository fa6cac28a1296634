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
    if not flags & _UTF8_FLAG:
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


def prefix_of(names: Iterable[str]) -> str:
    """Return the folders that were put on top of an export, "" where there are none.

    What stands above a folder that only exports have; else the one folder in which everything
    lies, as long as no export begins with it.
    """
    listed: Collection[str] = names if isinstance(names, Collection) else tuple(names)
    for name in listed:
        found = _ROOT.search(name)
        if found is not None:
            prefix = name[: found.start("root")]
            return prefix if all(each.startswith(prefix) for each in listed) else ""
    prefix = ""
    while True:
        firsts = {name[len(prefix) :].partition("/")[0] for name in listed}
        whole = all("/" in name[len(prefix) :] for name in listed)
        if len(firsts) != 1 or not whole:
            return prefix
        (first,) = firsts
        if first in TOPS or not listed:
            return prefix
        prefix = f"{prefix}{first}/"
