"""Live connectors, one platform each.

`ALL` is the registry, from the most particular to the most general.

An entry imports its source only when it is built, so that listing the names costs nothing. What a
platform is like stands beside its source, and is read without it (`declared`).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from auditor.config import SourceSettings
from auditor.dataclass import dataclass
from auditor.domain.account import Account
from auditor.domain.archives.readable import SourceKind, TestedOn
from auditor.domain.outcome import Batch
from auditor.domain.secret import Secret
from auditor.errors import KeyMissing, SettingsError, SourceError
from auditor.messages import _
from auditor.ports import Declared, Http, KeyOf, ProofText, Recognised, Source

if TYPE_CHECKING:
    from auditor.domain.traits import Traits


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """The name of a source, how it is built from the settings, and what it was tried on."""

    name: str
    build: Callable[[SourceSettings], Source]
    tested_on: TestedOn
    kind: SourceKind = SourceKind.LIVE

    def made(self, settings: SourceSettings, _key_of: KeyOf) -> Source:
        """Return the source."""
        return self.build(settings)


@dataclass(frozen=True, slots=True)
class KeySourceEntry:
    """The same of a source that asks with the person's own key.

    `kind` is LIVE where it asks without one, too.
    """

    name: str
    build: Callable[[KeyOf], Source]
    tested_on: TestedOn
    kind: SourceKind = SourceKind.KEY

    def made(self, _settings: SourceSettings, key_of: KeyOf) -> Source:
        """Return the source; the key is read when something is asked."""
        return self.build(key_of)


def _atproto(settings: SourceSettings) -> Source:
    from auditor.sources.atproto.source import Atproto

    return Atproto(settings.atproto)


def _mastodon(_settings: SourceSettings) -> Source:
    from auditor.sources.mastodon.source import Mastodon

    return Mastodon()


def _mediawiki(_settings: SourceSettings) -> Source:
    from auditor.sources.mediawiki.source import MediaWiki

    return MediaWiki()


def _wordpress(_settings: SourceSettings) -> Source:
    from auditor.sources.wordpress.source import WordPress

    return WordPress()


def _pixelfed(_settings: SourceSettings) -> Source:
    from auditor.sources.pixelfed.source import Pixelfed

    return Pixelfed()


def _misskey(_settings: SourceSettings) -> Source:
    from auditor.sources.misskey.source import Misskey

    return Misskey()


def _lemmy(_settings: SourceSettings) -> Source:
    from auditor.sources.lemmy.source import Lemmy

    return Lemmy()


def _gravatar(_settings: SourceSettings) -> Source:
    from auditor.sources.gravatar.source import Gravatar

    return Gravatar()


def _tumblr(key_of: KeyOf) -> Source:
    from auditor.sources.tumblr.source import Tumblr

    return Tumblr(key_of)


def _telegram(_settings: SourceSettings) -> Source:
    from auditor.sources.telegram.source import TelegramChannel

    return TelegramChannel()


def _youtube(_settings: SourceSettings) -> Source:
    from auditor.sources.youtube.source import YouTube

    return YouTube()


def _web_feed(_settings: SourceSettings) -> Source:
    from auditor.sources.web_feed.source import FeedSource

    return FeedSource()


def _activitypub(_settings: SourceSettings) -> Source:
    from auditor.sources.activitypub.source import ActivityPub

    return ActivityPub()


def _deviantart(key_of: KeyOf) -> Source:
    from auditor.sources.deviantart.source import DeviantArt

    return DeviantArt(key_of)


def _flickr(key_of: KeyOf) -> Source:
    from auditor.sources.flickr.source import FlickrStream

    return FlickrStream(key_of)


def _reddit(key_of: KeyOf) -> Source:
    from auditor.sources.reddit.source import RedditPosts

    return RedditPosts(key_of)


def _github(_settings: SourceSettings) -> Source:
    from auditor.sources.github.source import GitHub

    return GitHub()


def _gitlab(_settings: SourceSettings) -> Source:
    from auditor.sources.gitlab.source import GitLab

    return GitLab()


def _gitea(_settings: SourceSettings) -> Source:
    from auditor.sources.gitea.source import Gitea

    return Gitea()


def _website(settings: SourceSettings) -> Source:
    from auditor.sources.website.source import Website

    return Website(settings.website)


ALL: tuple[SourceEntry | KeySourceEntry, ...] = (
    SourceEntry("atproto", _atproto, TestedOn.REAL_SERVER),
    SourceEntry("mastodon", _mastodon, TestedOn.RECORDED),
    SourceEntry("pixelfed", _pixelfed, TestedOn.RECORDED),
    SourceEntry("misskey", _misskey, TestedOn.RECORDED),
    SourceEntry("lemmy", _lemmy, TestedOn.RECORDED),
    SourceEntry("mediawiki", _mediawiki, TestedOn.REAL_SERVER),
    SourceEntry("gravatar", _gravatar, TestedOn.RECORDED),
    KeySourceEntry("tumblr", _tumblr, TestedOn.RECORDED, SourceKind.LIVE),
    SourceEntry("telegram", _telegram, TestedOn.RECORDED, SourceKind.PAGE),
    SourceEntry("youtube", _youtube, TestedOn.RECORDED, SourceKind.PAGE),
    KeySourceEntry("deviantart", _deviantart, TestedOn.RECORDED),
    KeySourceEntry("flickr", _flickr, TestedOn.RECORDED),
    KeySourceEntry("reddit", _reddit, TestedOn.RECORDED),
    SourceEntry("github", _github, TestedOn.RECORDED),
    SourceEntry("gitlab", _gitlab, TestedOn.RECORDED),
    SourceEntry("gitea", _gitea, TestedOn.RECORDED),
    SourceEntry("wordpress", _wordpress, TestedOn.REAL_SERVER),
    SourceEntry("web_feed", _web_feed, TestedOn.RECORDED, SourceKind.PAGE),
    SourceEntry("activitypub", _activitypub, TestedOn.RECORDED),
    SourceEntry("website", _website, TestedOn.REAL_SERVER, SourceKind.PAGE),
)


async def no_key(_name: str) -> Secret:
    """Return no key, where none can be read. Raises KeyMissing."""
    raise KeyMissing(_("There is no such service."))


class Untested:
    """A source that nothing but documentation speaks for: it is named, and asks nobody."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.name = source.name
        self.needs = source.needs
        self.traits = source.traits

    def why_off(self) -> str:
        """See ports.SwitchedOff."""
        return _(
            "What reads {title} is untested and off: it was written after documentation and never "
            'met a real answer. untested = ["{name}"] under [sources] in the settings switches it '
            "on."
        ).format(title=_(self.traits.title), name=self.name)

    def recognise(self, text: str) -> Recognised | None:
        """See ports.Source."""
        return self._source.recognise(text)

    async def detect(self, http: Http, text: str) -> Recognised | None:
        """See ports.Source. What can only be found out by asking stays unknown."""
        del http
        found = self.recognise(text)
        return found if found is not None and found.sure else None

    def fetch(self, account: Account, http: Http, cursor: str | None) -> AsyncIterator[Batch]:
        """Raise SourceError."""
        del account, http, cursor
        raise self._off()

    async def avatar(self, account: Account, http: Http) -> str | None:
        """Raise SourceError."""
        del account, http
        raise self._off()

    async def proof_texts(self, account: Account, http: Http) -> Sequence[ProofText]:
        """Raise SourceError."""
        del account, http
        raise self._off()

    def _off(self) -> SourceError:
        return SourceError(self.why_off())


def is_off(entry: SourceEntry | KeySourceEntry, settings: SourceSettings) -> bool:
    """Whether a source is known from documentation alone and was not switched on."""
    return entry.tested_on is TestedOn.DOCUMENTATION and entry.name not in settings.untested


def build(settings: SourceSettings, key_of: KeyOf = no_key) -> tuple[Source, ...]:
    """Return every source, built from `settings`; `key_of` gives the person's own keys.

    They come in the order in which they are asked what an address is. Raises SettingsError where
    the settings switch on what there is not.
    """
    return tuple(make() for _name, make in makers(settings, key_of))


def makers(
    settings: SourceSettings, key_of: KeyOf = no_key
) -> tuple[tuple[str, Callable[[], Source]], ...]:
    """Return the name of each source in the same order, with what builds it.

    Raises SettingsError as `build` does.
    """
    unknown = sorted(set(settings.untested) - {entry.name for entry in ALL})
    if unknown:
        raise SettingsError(
            _("sources.untested: there is no source {name}").format(name=unknown[0]),
            _("'auditor sources' lists them."),
        )
    return tuple((entry.name, partial(_made, entry, settings, key_of)) for entry in ALL)


def declared(name: str, settings: SourceSettings) -> Declared | None:
    """Return what is known of a source of ours without making it, None where there is none."""
    entry = next((entry for entry in ALL if entry.name == name), None)
    if entry is None:
        return None
    traits: Traits = import_module(f"{__name__}.{name}.traits").TRAITS
    return Declared(traits, off=is_off(entry, settings))


def _made(entry: SourceEntry | KeySourceEntry, settings: SourceSettings, key_of: KeyOf) -> Source:
    made = entry.made(settings, key_of)
    return Untested(made) if is_off(entry, settings) else made
