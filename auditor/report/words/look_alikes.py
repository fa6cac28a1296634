"""Models that may be named after the person, in words: one list of sentences for every face."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.dataclass import dataclass
from auditor.domain.outside.look_alikes import Agrees, LookAlike, ModelSearch, SearchState, says_sex
from auditor.domain.text.statement import Kind, Statement, Value, mask
from auditor.domain.text.whole_words import words_of
from auditor.guidance.removal.model_sites import sites, title_of
from auditor.messages import N_, _, ngettext

_AGREES = {
    Agrees.TITLE: N_("its title holds {name} as whole words"),
    Agrees.TRIGGER_WORD: N_("a word that calls it up is {name}"),
    Agrees.TAG: N_("one of its tags is {name}"),
    Agrees.CREATOR: N_("the account that put it there is called {name}; it may be one of yours"),
}
_FLAG = N_("the site says that it shows a real person")
_FULL_NAME = N_("others have the name {name} too: it may be about somebody else")
_HANDLE = N_("others may use the word {name} too: it may be about somebody else")


@dataclass(frozen=True, slots=True)
class NamedModel:
    """One model with every search that found it."""

    model: LookAlike
    searches: tuple[ModelSearch, ...]

    @property
    def site(self) -> str:
        """The name of the look-up of its site."""
        return self.searches[0].site


def candidates(searches: Sequence[ModelSearch]) -> tuple[NamedModel, ...]:
    """Return each model once: those that the person set aside last."""
    found: dict[str, list[tuple[LookAlike, ModelSearch]]] = {}
    for search in searches:
        for model in search.candidates:
            found.setdefault(model.url, []).append((model, search))
    several = [
        NamedModel(each[0][0], tuple(search for _model, search in each)) for each in found.values()
    ]
    return tuple(sorted(several, key=lambda each: each.model.not_me))  # stable


def evidence(candidate: NamedModel) -> Iterator[Statement]:
    """Yield what agrees, and why it may be somebody else."""
    for search in candidate.searches:
        model = next(each for each in search.candidates if each.url == candidate.model.url)
        values = (Value("name", search.name, Kind.HANDLE if search.handle else Kind.NAME),)
        for where in model.agrees:
            yield Statement(_AGREES[where], values)
        if not search.handle:
            yield Statement(_FULL_NAME, values)
        elif len(words_of(search.name)) == 1:
            yield Statement(_HANDLE, values)
    if candidate.model.person_flag:
        yield Statement(_FLAG)


def called(candidate: NamedModel, *, masked: bool = False) -> str:
    """Return what a model is called: site, kind, and its title unless that is explicit."""
    model = candidate.model
    kind = model.kind or _("model")
    if model.explicit:
        words = _("{site}, {kind}: its title is not shown here, since it may be explicit")
        return words.format(site=title_of(candidate.site), kind=kind)
    title = mask(model.title, Kind.NAME) if masked else model.title
    return _("{site}, {kind}: {title}").format(
        site=title_of(candidate.site), kind=kind, title=title
    )


def address(candidate: NamedModel, *, masked: bool = False) -> str:
    """Return the address of a model; where it holds explicit words, where to find it instead."""
    if candidate.model.explicit and says_sex(candidate.model.url):
        return _("its address holds explicit words, so it stands in --json only")
    return mask(candidate.model.url, Kind.URL) if masked else candidate.model.url


def why(search: ModelSearch) -> str:
    """Return why a search could not tell."""
    return search.trouble or ngettext(
        "{n} of its hits could not be read", "{n} of its hits could not be read", search.unread
    ).format(n=search.unread)


def unasked(searches: Sequence[ModelSearch]) -> Iterator[str]:
    """Yield a sentence for each site that was not asked about anything yet."""
    asked = {search.site for search in searches}
    for site in sites():
        if site.key not in asked:
            yield _("{site}: not asked so far, so nothing is known.").format(site=site.title)


def headline(found: Sequence[NamedModel]) -> str:
    """Return how many models may be about the person, for those who are afraid to read on."""
    count = sum(not each.model.not_me for each in found)
    return ngettext(
        "{n} model may be named after you. It was not opened, and no picture of it was fetched.",
        "{n} models may be named after you. None was opened, and no picture of them was fetched.",
        count,
    ).format(n=count)


def told(search: ModelSearch, *, masked: bool = False) -> str:
    """Return how a search ended, in one sentence."""
    name = mask(search.name, Kind.NAME) if masked else search.name
    day = search.asked_at.date().isoformat()
    values = {"site": title_of(search.site), "name": name, "n": search.found, "day": day}
    if search.state is SearchState.COULD_NOT_TELL:
        words = _("{site}, {name}, {day}: could not tell ({why})").format(**values, why=why(search))
    elif search.state is SearchState.FOUND:
        words = ngettext(
            "{site}, {name}, {day}: {n} model carries the name",
            "{site}, {name}, {day}: {n} models carry the name",
            search.found,
        ).format(**values)
    else:
        words = _("{site}, {name}, {day}: no model that carries the name was listed").format(
            **values
        )
    if search.more:
        words += "; " + ngettext(
            "only its first {read} hit was looked at",
            "only its first {read} hits were looked at",
            search.read,
        ).format(read=search.read)
    return words
