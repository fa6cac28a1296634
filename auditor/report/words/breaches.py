"""What was told of breaches, as sentences for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from auditor.domain.outside.breaches import Breach, BreachFlag, BreachLookup, BreachState
from auditor.domain.outside.data_classes import Leaked, judged
from auditor.domain.text.statement import MASK
from auditor.messages import N_, _, ngettext

HOME = "https://haveibeenpwned.com/"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
"""The licence under which Have I Been Pwned gives out breaches and pastes; it asks to be named."""

_FLAGS: Mapping[BreachFlag, str] = {
    BreachFlag.UNVERIFIED: N_("not verified: nobody could tell whether it is genuine"),
    BreachFlag.FABRICATED: N_("fabricated: most likely not what it says it is; does not count"),
    BreachFlag.SENSITIVE: N_("sensitive: that you are in it is told to nobody else"),
    BreachFlag.RETIRED: N_("retired: taken out of the searches"),
    BreachFlag.SPAM_LIST: N_("a list of addresses for spam: no account of yours was opened"),
    BreachFlag.STEALER_LOG: N_(
        "a stealer log: a program on a device took what was typed there; that device may still "
        "have it"
    ),
    BreachFlag.MALWARE: N_("taken by malware"),
}
_HELPS: Mapping[Leaked, str] = {
    Leaked.PHOTOS: N_(
        "photos cannot be called back: look whether they are used, and report what is"
    ),
    Leaked.LIKENESS: N_(
        "a voice or a face cannot be changed: agree on a word with your family, and let no service "
        "take your voice for you"
    ),
    Leaked.DOCUMENTS: N_("papers: ask who issued them whether to replace them"),
    Leaked.NUMBERS: N_("cards and accounts: tell the bank; expect calls that know much of you"),
    Leaked.KEYS: N_(
        "passwords: change them there and wherever you used the same; turn on a second factor"
    ),
    Leaked.NAMES: N_("names, addresses, birthdays: let them prove nothing; expect letters in them"),
}
_WORDS: Mapping[Leaked, str] = {
    Leaked.PHOTOS: N_("photos"),
    Leaked.LIKENESS: N_("voice or biometric data"),
    Leaked.DOCUMENTS: N_("documents"),
}


def free_page() -> str:
    """Say that the same is told for free."""
    return _(
        "Have I Been Pwned tells the same for free on its own page, {page}; it learns the address "
        "there, too. A key costs money and shows on a statement."
    ).format(page=HOME)


def attribution() -> str:
    """Name the source and its licence."""
    return _("Source: Have I Been Pwned, {page}, CC BY 4.0 ({licence}).").format(
        page=HOME, licence=LICENCE
    )


def source(breach: Breach, *, masked: bool = False) -> str:
    """Return the page of a breach at its source; of a masked one that of the source."""
    return HOME if masked else f"{HOME}Breach/{breach.name}"


def name(breach: Breach, *, masked: bool = False) -> str:
    """Return how a breach is called; on a screen that others see, no name tells of an account."""
    return MASK if masked else breach.title


def classes(breach: Breach, *, masked: bool = False) -> tuple[str, ...]:
    """Return what it leaked, in words of the source, the gravest first.

    Masked, nothing of a sensitive one: its kinds of data tell which it is.
    """
    if masked and breach.sensitive:
        return (MASK,)
    order = list(Leaked)
    return tuple(sorted(breach.data_classes, key=lambda each: order.index(judged(each))))


def state(lookup: BreachLookup) -> str:
    """Say what is known of breaches of an address."""
    if lookup.state is BreachState.COULD_NOT_TELL:
        return _("{address}: could not be told, so nothing is known of its breaches.").format(
            address=lookup.masked
        )
    if lookup.state is BreachState.NONE_SHOWN:
        return _(
            "{address}: not in the breaches shown publicly; sensitive ones appear only after "
            "verifying on its site ({page})."
        ).format(address=lookup.masked, page=HOME)
    count = len(lookup.breaches)
    return ngettext(
        "{address}: in {n} breach. Sensitive ones appear only after verifying on its site "
        "({page}).",
        "{address}: in {n} breaches. Sensitive ones appear only after verifying on its site "
        "({page}).",
        count,
    ).format(address=lookup.masked, n=count, page=HOME)


def when(lookup: BreachLookup) -> str:
    """Say of what day that is; "" where nothing is known."""
    if lookup.asked_at is None:
        return ""
    return _("As told on {day}.").format(day=lookup.asked_at.date().isoformat())


def paste_state(lookup: BreachLookup) -> str:
    """Say what is known of pastes of an address."""
    if lookup.paste_state is BreachState.COULD_NOT_TELL:
        return _("Pastes: could not be told.")
    if lookup.paste_state is BreachState.NONE_SHOWN:
        return _("Pastes: in none that it shows.")
    count = len(lookup.pastes)
    return ngettext("In {n} paste:", "In {n} pastes:", count).format(n=count)


def marks(breach: Breach) -> Iterator[str]:
    """Yield what is said of a breach itself, the gravest first."""
    for leaked, word in _WORDS.items():
        if leaked in breach.leaked:
            yield _("{what} leaked").format(what=_(word))
    if Leaked.UNKNOWN in breach.leaked:
        yield _("holds kinds of data that this version does not know")
    for flag in breach.flags:
        yield _(_FLAGS[flag])
    if breach.dealt_with_at is not None:
        yield _("dealt with on {day}, no longer counted").format(
            day=breach.dealt_with_at.date().isoformat()
        )


def helps(leaked: frozenset[Leaked]) -> Iterator[str]:
    """Yield what helps against what leaked, the gravest first."""
    return (_(text) for kind, text in _HELPS.items() if kind in leaked)


def cut() -> str:
    """Say that a list was longer than is read."""
    return _("The list was longer than is read here; its page shows all.")
