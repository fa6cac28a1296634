"""Models that may be named after the person, as the sites that share models list them by name.

No picture, prompt or download link of a model is ever part of it, and its trigger words are
compared and dropped.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from auditor.dataclass import dataclass
from auditor.domain.text.whole_words import stands_in, words_of

MOST_KEPT = 50
"""Candidates of one name on one site that are kept; how many there were is told."""
_OF_SEX = """
nude nudes nudity naked nsfw porn porno pornstar pornstars sex sexy sexual xxx hentai erotic erotica
topless undressed undress boobs breasts tits nipples pussy vagina penis cock dick cum blowjob
handjob anal fetish bdsm bondage onlyfans slut whore hooker fuck fucking orgasm escort lingerie
"""
_EXPLICIT = frozenset(_OF_SEX.split())


class Agrees(StrEnum):
    """Where a model carries the name. The value is used in the vault."""

    TITLE = "title"
    TRIGGER_WORD = "trigger-word"
    TAG = "tag"
    CREATOR = "creator"


class SearchState(StrEnum):
    """How a search for one name on one site ended. The value is used in JSON."""

    FOUND = "found"
    NONE_FOUND = "none-found"
    COULD_NOT_TELL = "could-not-tell"


@dataclass(frozen=True, slots=True)
class ListedModel:
    """A model as a site lists it. `kind` is the site's own word, such as LORA.

    `person_flag`: whether the site says that it shows a real person; None where it does not say.
    `explicit`: the site marks it as sexual.
    """

    url: str
    kind: str
    title: str
    creator: str = ""
    triggers: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    person_flag: bool | None = None
    explicit: bool = False


@dataclass(frozen=True, slots=True)
class ModelList:
    """What a site answered to one name: its models, and what keeps the list from being whole.

    `more`: there are further hits that were not asked for. `unread`: hits that could not be read.
    `trouble`: why the site was not read to that end, as a sentence; "" if it was. `down`: it did
    not answer at all, so that asking on would be waiting.
    """

    models: tuple[ListedModel, ...] = ()
    more: bool = False
    unread: int = 0
    trouble: str = ""
    down: bool = False


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A model that carries a name of the person; it may be about somebody else.

    `title` is "" where it is `explicit`: marked or worded as sexual. `not_me`: the person said that
    it is about somebody else.
    """

    url: str
    kind: str
    title: str
    agrees: tuple[Agrees, ...]
    person_flag: bool | None = None
    explicit: bool = False
    not_me: bool = False


@dataclass(frozen=True, slots=True)
class ModelSearch:
    """The last search for one name on one site. `site` is the name of its look-up.

    `account` is the id of an account that shows the name; the record goes with it.
    `handle`: the name is a handle, no display name. `read` hits were looked at; `found` is how many
    of them carry the name. Where the site could not be read to the end (`COULD_NOT_TELL`), the
    candidates of an earlier search stay among these.
    """

    KIND: ClassVar[str] = "model-search"

    account: str
    site: str
    name: str
    handle: bool
    asked_at: datetime
    state: SearchState = SearchState.COULD_NOT_TELL
    read: int = 0
    unread: int = 0
    found: int = 0
    more: bool = False
    trouble: str = ""
    candidates: tuple[LookAlike, ...] = ()

    @property
    def key(self) -> str:
        """The key of its record: one an account, site and name."""
        return f"{self.account}:{self.site}:{' '.join(words_of(self.name))}"

    @property
    def open(self) -> tuple[LookAlike, ...]:
        """The candidates of which the person did not say that they are about somebody else."""
        return tuple(candidate for candidate in self.candidates if not candidate.not_me)


def agreeing(model: ListedModel, name: str) -> tuple[Agrees, ...]:
    """Return where a model carries a name as whole words."""
    held = (
        (Agrees.TITLE, stands_in(model.title, name)),
        (Agrees.TRIGGER_WORD, any(stands_in(word, name) for word in model.triggers)),
        (Agrees.TAG, any(stands_in(tag, name) for tag in model.tags)),
        (Agrees.CREATOR, stands_in(model.creator, name)),
    )
    return tuple(where for where, holds in held if holds)


def says_sex(text: str) -> bool:
    """Whether a word of `text` is about sex, so that a title is better not read unprepared."""
    return not _EXPLICIT.isdisjoint(words_of(text))


def look_alikes(models: Iterable[ListedModel], name: str) -> tuple[LookAlike, ...]:
    """Return the models that carry a name, those that carry it in most places first."""
    found = [
        LookAlike(
            model.url,
            model.kind,
            "" if (explicit := model.explicit or says_sex(model.title)) else model.title,
            agrees,
            model.person_flag,
            explicit,
        )
        for model in models
        if (agrees := agreeing(model, name))
    ]
    return tuple(sorted(found, key=lambda each: -len(each.agrees)))  # stable


def searched(
    listed: ModelList, search: ModelSearch, before: ModelSearch | None = None
) -> ModelSearch:
    """Return `search` with what a site listed.

    What `before` found stays where the site could not be read to the end, and what was said to be
    about somebody else stays so.
    """
    earlier = before.candidates if before is not None else ()
    said = {each.url for each in earlier if each.not_me}
    found = look_alikes(listed.models, search.name)
    whole = not (listed.trouble or listed.unread)
    known = {each.url for each in found}
    if not whole:
        found += tuple(each for each in earlier if each.url not in known)
    if not whole:
        state = SearchState.COULD_NOT_TELL
    else:
        state = SearchState.FOUND if found else SearchState.NONE_FOUND
    return replace(
        search,
        state=state,
        read=len(listed.models),
        unread=listed.unread,
        found=len(found),
        more=listed.more,
        trouble=listed.trouble,
        candidates=tuple(replace(each, not_me=each.url in said) for each in found[:MOST_KEPT]),
    )
