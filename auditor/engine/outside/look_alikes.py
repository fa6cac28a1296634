"""Models that may be named after the person: looked for by names that stand on proven accounts.

Whoever could ask about any name would look up other people, so nothing else is ever asked about.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from auditor.dataclass import dataclass
from auditor.domain.account import Claim
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.outside.evidence import Outside, OutsideEvidence, OutsideNote
from auditor.domain.outside.look_alikes import ModelList, ModelSearch, SearchState, searched
from auditor.domain.text.foreign_text import clean
from auditor.domain.text.handles import handle_names, is_rare
from auditor.domain.text.names import is_full_name, shows
from auditor.domain.text.statement import Kind, Statement, Value
from auditor.domain.text.whole_words import same_words, words_of
from auditor.domain.views import AccountState
from auditor.engine.dependencies import Rooms
from auditor.errors import UsageError
from auditor.guidance.removal.model_sites import MEANS, title_of
from auditor.messages import N_, NN_, _
from auditor.ports import Consent, Lookup, Outgoing, Vault

_LONGEST = 120
MOST_NAMES = 8
"""Names of one run: nobody has many more, and each is a page of requests."""


@dataclass(frozen=True, slots=True)
class OwnName:
    """A name of the person: a `handle`, or a display name. `accounts` are those that show it."""

    text: str
    handle: bool
    accounts: frozenset[str]


@dataclass(frozen=True, slots=True)
class OwnNames:
    """The names that may be asked about, and in sentences which ones are not and why."""

    names: tuple[OwnName, ...]
    left_out: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class _Proven:
    """A proven account with the names that it shows.

    `one_host`: its platform has one host, so that its handle is a name, and no domain with a name.
    """

    state: AccountState
    marked: tuple[str, ...]
    one_host: bool

    @property
    def id(self) -> str:
        return self.state.account.id

    @property
    def display_name(self) -> str:
        shown = self.state.profile.display_name if self.state.profile is not None else ""
        return " ".join(clean(shown, _LONGEST).split())

    @property
    def handles(self) -> tuple[str, ...]:
        handle = self.state.account.handle
        names = (handle.strip().removeprefix("@"),) if self.one_host else handle_names(handle)
        return tuple(clean(name, _LONGEST) for name in names)


class LookAlikes:
    """What the faces may ask about models named after the person.

    `shown` returns the names that an account, by its id, shows on purpose.
    """

    def __init__(self, rooms: Rooms, shown: Callable[[str], Awaitable[tuple[str, ...]]]) -> None:
        self._rooms = rooms
        self._shown = shown
        self._vault = rooms.vault

    async def names(self, typed: Sequence[str] = ()) -> OwnNames:
        """Return the names that may be asked about; of those that were `typed` only these.

        Raises UsageError where one that was typed stands on no proven account.
        """
        proven = await self._proven()
        if typed:
            asked = tuple(_typed(text, proven) for text in dict.fromkeys(typed))
            _require_together(asked, proven)
            return OwnNames(asked[:MOST_NAMES], _beyond(len(asked)))
        left_out: list[Statement] = []
        if not proven:
            left_out.append(Statement(N_("no account of yours is proven (auditor accounts prove)")))
        apart = [each for each in proven if each.state.account.keep_apart]
        if apart and len(proven) > 1:
            left_out += map(_kept_apart, apart)
            proven = [each for each in proven if each not in apart]
        found: dict[tuple[str, ...], OwnName] = {}
        for each in proven:
            names, without = _names_of(each, proven)
            left_out += without
            for name in names:
                known = found.get(words_of(name.text))
                accounts = name.accounts if known is None else known.accounts | name.accounts
                found[words_of(name.text)] = replace(known or name, accounts=accounts)
        every = tuple(found.values())
        return OwnNames(every[:MOST_NAMES], (*left_out, *_beyond(len(every))))

    def outgoing(self, names: Iterable[OwnName]) -> tuple[Outgoing, ...]:
        """Return what asking about these names would send to each site. Asks nobody.

        Raises UsageError where this run is locked to the practice range.
        """
        texts = [name.text for name in names]
        told = tuple(lookup.outgoing(texts) for lookup in self._rooms.lookups.model_sites)
        hosts = {request.host for outgoing in told for request in outgoing.requests}
        if self._rooms.practice_only and not all(
            self._rooms.http.opened(f"https://{host}/") for host in hosts
        ):
            raise UsageError(
                _("This run is locked to the practice range."),
                _("Leave out --practice-only to work with real accounts."),
            )
        return told

    async def ask(
        self, consents: Sequence[Consent], names: Sequence[OwnName]
    ) -> tuple[ModelSearch, ...]:
        """Ask about the names that the consents list, and keep what each search gave at once.

        What a site or the network does is told in its searches.
        """
        known = await self._vault.outside(ModelSearch)
        sites = {lookup.name: lookup for lookup in self._rooms.lookups.model_sites}
        try:
            several = await asyncio.gather(
                *(
                    self._ask_site(sites[consent.shown.lookup], consent, names, known)
                    for consent in consents
                    if consent.shown.lookup in sites
                )
            )
        finally:
            await self._rooms.requests.flush(self._vault)
        return tuple(search for each in several for search in each)

    async def _ask_site(
        self,
        lookup: Lookup[ModelList],
        consent: Consent,
        names: Sequence[OwnName],
        known: Mapping[str, ModelSearch],
    ) -> list[ModelSearch]:
        done: list[ModelSearch] = []
        down = ""
        for name in names:
            if name.text not in consent.items_for(lookup.name):
                continue
            listed = ModelList(trouble=down)
            if not down:
                answers = await lookup.ask(consent.only([name.text]), self._rooms.http)
                listed = answers.get(name.text, listed)
            now = self._rooms.clock.now()
            empty = ModelSearch(min(name.accounts), lookup.name, name.text, name.handle, now)
            search = searched(listed, empty, known.get(empty.key))
            await self._vault.put_outside(search.key, search)
            done.append(search)
            if listed.down:
                down = listed.trouble
        return done

    async def known(self) -> tuple[ModelSearch, ...]:
        """Return the last search for each name on each site, site by site.

        Only of names of accounts that are proven still.
        """
        return await _known(self._vault)

    async def set_aside(self, url: str, *, on: bool = True) -> None:
        """Record whether a model is about somebody else.

        Raises UsageError if none of that address was found.
        """
        asked = url.strip()
        hit = False
        for key, search in (await self._vault.outside(ModelSearch)).items():
            if any(each.url == asked for each in search.candidates):
                hit = True
                marked = tuple(
                    replace(each, not_me=on) if each.url == asked else each
                    for each in search.candidates
                )
                await self._vault.put_outside(key, replace(search, candidates=marked))
        if not hit:
            raise UsageError(
                _("No model of this address was found."),
                _("Give the address as 'auditor likeness-watch' shows it."),
            )

    async def _proven(self) -> list[_Proven]:
        """Return the accounts that are proven by more than an archive, which anybody can write."""
        return [
            _Proven(
                state,
                await self._shown(state.account.id),
                self._rooms.traits(state.account.platform).any_host is False,
            )
            for state in await self._vault.account_states()
            if state.account.claim is Claim.MINE and state.account.ties
        ]


def _names_of(each: _Proven, proven: Sequence[_Proven]) -> tuple[list[OwnName], list[Statement]]:
    """Return the names of one account, and why others are left out."""
    names: list[OwnName] = []
    left_out: list[Statement] = []
    owner = frozenset({each.id})
    for handle in each.handles:
        if _tells(handle, proven):
            names.append(OwnName(handle, True, owner))
        else:
            left_out.append(_said(N_("{name}: too short, or a name that many have"), handle))
    for name in each.marked:
        if is_full_name(name) and same_words(each.display_name, name):
            names.append(OwnName(name, False, owner))
        elif is_full_name(name):
            left_out.append(
                _said(N_("{name}: it is not what its account shows as its name now"), name)
            )
        else:
            left_out.append(_said(N_("{name}: one name alone is everybody's"), name))
    shown = each.display_name
    if is_full_name(shown) and not any(same_words(shown, name) for name in each.marked):
        left_out.append(
            _said(
                N_(
                    "{name}: you did not say that you show this name on purpose (auditor accounts "
                    "show-name); typed, it is asked about"
                ),
                shown,
            )
        )
    return names, left_out


def _tells(handle: str, proven: Sequence[_Proven]) -> bool:
    """Whether a handle is rare enough: longer than most, and no part of the person's own name."""
    words = words_of(handle)
    if not is_rare(handle):
        return False
    named = {
        word
        for each in proven
        for name in (each.display_name, *each.marked)
        for word in words_of(name)
    }
    return len(words) > 1 or words[0] not in named


def _typed(text: str, proven: Sequence[_Proven]) -> OwnName:
    """Return the name that was typed.

    Raises UsageError unless it is the handle, or all of the display name, of a proven account: the
    name of somebody else can stand among other words ("fans of ...").
    """
    said = " ".join(clean(text, _LONGEST).split())
    by_handle = frozenset(
        each.id
        for each in proven
        if any(same_words(said, handle) for handle in (*each.handles, each.state.account.handle))
    )
    if by_handle and _tells(said, proven):
        return OwnName(said.lstrip("@"), True, by_handle)
    by_name = frozenset(
        each.id for each in proven if is_full_name(said) and same_words(each.display_name, said)
    )
    if by_name:
        return OwnName(said, False, by_name)
    if by_handle or (
        not is_full_name(said) and any(shows(each.display_name, said) for each in proven)
    ):
        raise UsageError(
            _("A name this short, or one name alone, is everybody's: nothing was asked."),
            _("Give first and last name as your account shows them, or a longer account name."),
        )
    raise UsageError(
        _("This name stands on no account that you have proven: nothing was asked."),
        _(
            "It has to be the name of a proven account, or all of its display name when it was "
            "last scanned. 'auditor accounts prove ID' proves one. For somebody else, sit beside "
            "them and let them use their own vault."
        ),
    )


def _require_together(names: Sequence[OwnName], proven: Sequence[_Proven]) -> None:
    """Refuse names that would tie an account that is kept apart to another one."""
    apart = {each.id for each in proven if each.state.account.keep_apart}
    hidden = [name for name in names if name.accounts <= apart]
    if hidden and len(names) > 1 and len({name.accounts for name in names}) > 1:
        raise UsageError(
            _("A name of an account that is kept apart is not asked about together with others."),
            _("Ask about it alone, at another time and best over another connection."),
        )


def _beyond(count: int) -> tuple[Statement, ...]:
    if count <= MOST_NAMES:
        return ()
    single, many = NN_(
        "{n} further name: type it to ask about it", "{n} further names: type them to ask"
    )
    return (Statement(single, (), many, count - MOST_NAMES),)


def _kept_apart(each: _Proven) -> Statement:
    return _said(
        N_("{name}: kept apart, so not asked about with the others; type it alone"),
        each.state.account.handle,
        Kind.HANDLE,
    )


def _said(template: str, name: str, kind: Kind = Kind.NAME) -> Statement:
    return Statement(template, (Value("name", name, kind),))


async def _known(vault: Vault) -> tuple[ModelSearch, ...]:
    own = {
        account.id
        for account in await vault.accounts()
        if account.claim is Claim.MINE and account.ties
    }
    kept = (await vault.outside(ModelSearch)).values()
    searches = [search for search in kept if search.account in own]
    return tuple(
        sorted(searches, key=lambda search: search.site)
    )  # asked at once, kept as answered


async def found(vault: Vault) -> Outside:
    """Return what models named after the person give to the question `used`: partly, at most.

    No picture was compared, so it is no look-up by which anything is called not seen.
    """
    searches = await _known(vault)
    named = {each.url: search.site for search in searches for each in search.open}
    if not named:
        return Outside(notes=tuple(_notes(searches)) if searches else ())
    single, many = NN_(
        "{n} model on {sites} carries a name of yours; it may be about somebody else",
        "{n} models on {sites} carry a name of yours; they may be about somebody else",
    )
    sites = ", ".join(sorted({title_of(site) for site in named.values()}))
    says = Statement(single, (Value("sites", sites),), many, len(named))
    line = OutsideEvidence(ModelSearch.KIND, QuestionId.USED, Degree.PARTLY, says)
    where = Statement(
        N_("which ones, and how each site removes them: 'auditor likeness-watch --kept'")
    )
    return Outside((line,), notes=(OutsideNote(QuestionId.USED, where),))


def _notes(searches: Sequence[ModelSearch]) -> Iterable[OutsideNote]:
    """Say what searches by name do not say."""
    day = max(search.asked_at for search in searches).date().isoformat()
    if any(search.state is SearchState.COULD_NOT_TELL for search in searches):
        says = N_("models named after you were looked for on {day}, and not every site could tell")
    else:
        says = N_("models named after you were looked for on {day}: {means}")
    values = (Value("day", day), Value("means", _(MEANS)))
    yield OutsideNote(QuestionId.USED, Statement(says, values))
