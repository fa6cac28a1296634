"""Live connectors, one platform each.

`ALL` is the registry, from the most particular to the most general.

An entry imports its source only when it is built, so that listing the names costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from auditor.config import SourceSettings
from auditor.domain.archives.readable import SourceKind, TestedOn
from auditor.domain.secret import Secret
from auditor.errors import UsageError
from auditor.messages import _
from auditor.ports import KeyOf, Source


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """The name of a source, how it is built from the settings, and what it was tried on."""

    name: str
    build: Callable[[SourceSettings], Source]
    tested_on: TestedOn = TestedOn.REAL_SERVER
    kind: SourceKind = SourceKind.LIVE

    def made(self, settings: SourceSettings, _key_of: KeyOf) -> Source:
        """Return the source."""
        return self.build(settings)


@dataclass(frozen=True, slots=True)
class KeySourceEntry:
    """The same of a source that asks with the person's own key."""

    name: str
    build: Callable[[KeyOf], Source]
    tested_on: TestedOn
    kind: SourceKind = SourceKind.KEY

    def made(self, _settings: SourceSettings, key_of: KeyOf) -> Source:
        """Return the source; the key is read when something is asked."""
        return self.build(key_of)


def _atproto(settings: SourceSettings) -> Source:
    from auditor.sources.atproto import Atproto

    return Atproto(settings.atproto)


def _mastodon(_settings: SourceSettings) -> Source:
    from auditor.sources.mastodon import Mastodon

    return Mastodon()


def _mediawiki(_settings: SourceSettings) -> Source:
    from auditor.sources.mediawiki import MediaWiki

    return MediaWiki()


def _wordpress(_settings: SourceSettings) -> Source:
    from auditor.sources.wordpress import WordPress

    return WordPress()


def _pixelfed(_settings: SourceSettings) -> Source:
    from auditor.sources.pixelfed import Pixelfed

    return Pixelfed()


def _misskey(_settings: SourceSettings) -> Source:
    from auditor.sources.misskey import Misskey

    return Misskey()


def _lemmy(_settings: SourceSettings) -> Source:
    from auditor.sources.lemmy import Lemmy

    return Lemmy()


def _gravatar(_settings: SourceSettings) -> Source:
    from auditor.sources.gravatar import Gravatar

    return Gravatar()


def _tumblr(_settings: SourceSettings) -> Source:
    from auditor.sources.tumblr import Tumblr

    return Tumblr()


def _web_feed(_settings: SourceSettings) -> Source:
    from auditor.sources.web_feed import FeedSource

    return FeedSource()


def _activitypub(_settings: SourceSettings) -> Source:
    from auditor.sources.activitypub import ActivityPub

    return ActivityPub()


def _deviantart(key_of: KeyOf) -> Source:
    from auditor.sources.deviantart import DeviantArt

    return DeviantArt(key_of)


def _github(_settings: SourceSettings) -> Source:
    from auditor.sources.github import GitHub

    return GitHub()


def _gitlab(_settings: SourceSettings) -> Source:
    from auditor.sources.gitlab import GitLab

    return GitLab()


def _gitea(_settings: SourceSettings) -> Source:
    from auditor.sources.gitea import Gitea

    return Gitea()


def _website(settings: SourceSettings) -> Source:
    from auditor.sources.website import Website

    return Website(settings.website)


ALL: tuple[SourceEntry | KeySourceEntry, ...] = (
    SourceEntry("atproto", _atproto),
    SourceEntry("mastodon", _mastodon, TestedOn.RECORDED),
    SourceEntry("pixelfed", _pixelfed, TestedOn.RECORDED),
    SourceEntry("misskey", _misskey, TestedOn.RECORDED),
    SourceEntry("lemmy", _lemmy, TestedOn.RECORDED),
    SourceEntry("mediawiki", _mediawiki),
    SourceEntry("gravatar", _gravatar, TestedOn.RECORDED),
    SourceEntry("tumblr", _tumblr, TestedOn.RECORDED),
    KeySourceEntry("deviantart", _deviantart, TestedOn.RECORDED),
    SourceEntry("github", _github, TestedOn.RECORDED),
    SourceEntry("gitlab", _gitlab, TestedOn.RECORDED),
    SourceEntry("gitea", _gitea, TestedOn.RECORDED),
    SourceEntry("wordpress", _wordpress),
    SourceEntry("web_feed", _web_feed, TestedOn.RECORDED, SourceKind.PAGE),
    SourceEntry("activitypub", _activitypub, TestedOn.RECORDED),
    SourceEntry("website", _website, kind=SourceKind.PAGE),
)


async def no_key(_name: str) -> Secret:
    """Return no key, where none can be read. Raises UsageError."""
    raise UsageError(_("There is no such service."))


def build(settings: SourceSettings, key_of: KeyOf = no_key) -> tuple[Source, ...]:
    """Return every source, built from `settings`; `key_of` gives the person's own keys.

    They come in the order in which they are asked what an address is.
    """
    return tuple(make() for _name, make in makers(settings, key_of))


def makers(
    settings: SourceSettings, key_of: KeyOf = no_key
) -> tuple[tuple[str, Callable[[], Source]], ...]:
    """Return the name of each source in the same order, with what builds it."""
    return tuple((entry.name, partial(entry.made, settings, key_of)) for entry in ALL)
