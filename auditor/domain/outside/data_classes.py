"""What the data classes of Have I Been Pwned mean for somebody: photos, papers, keys, names.

A data class is the name that it gives to one kind of data that a breach leaked, "Dates of birth"
for example. The list is of the answers of /api/v3/dataclasses that public clients recorded between
2018 and 2026; each was judged by hand. It grows with time, so a name that is not on it is judged by
its words, and told as unknown where they say nothing either.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum


class Leaked(StrEnum):
    """What a data class is, the gravest first. The value is used in JSON."""

    PHOTOS = "photos"
    LIKENESS = "likeness"  # biometric data, recordings of the voice
    DOCUMENTS = "documents"  # identity papers and their numbers, and papers that are taken for them
    NUMBERS = "numbers"  # of bank accounts, cards, telephones, policies, number plates
    KEYS = "keys"  # passwords, and what opens an account in their place
    NAMES = "names"  # names, addresses and dates of birth, of oneself and of the family
    OTHER = "other"
    UNKNOWN = "unknown"


FIRST = frozenset({Leaked.PHOTOS, Leaked.LIKENESS, Leaked.DOCUMENTS})
"""What puts a breach before the others: it can be changed least, and fakes are made of it."""
PAPERS = frozenset({Leaked.DOCUMENTS, Leaked.NUMBERS, Leaked.KEYS})
"""Evidence for the question `papers`: somebody could use papers, numbers or keys."""
NAMES = frozenset({Leaked.NAMES})
"""Evidence for the question `name`."""

_JUDGED: Mapping[Leaked, str] = {
    Leaked.PHOTOS: """
        Avatars
        Photos
        Profile photos
    """,
    Leaked.LIKENESS: """
        Audio recordings
        Biometric data
    """,
    Leaked.DOCUMENTS: """
        Driver's licenses
        Government issued IDs
        Job applications
        National identity numbers
        Passport numbers
        Social security numbers
        Taxation records
        Utility bills
    """,
    Leaked.NUMBERS: """
        Bank account details
        Bank account numbers
        Credit card CVV
        Credit cards
        Cryptocurrency wallet addresses
        Financial transactions
        Health insurance information
        Home loan information
        IMEI numbers
        IMSI numbers
        Licence plates
        Loan information
        Partial credit card data
        Partial phone numbers
        Payment histories
        Payment methods
        Phone numbers
        Vehicle identification numbers (VINs)
        Vehicle registration plates
    """,
    Leaked.KEYS: """
        Auth tokens
        Banking PINs
        Cryptocurrency wallet hashes
        Encrypted keys
        Historical passwords
        Mnemonic phrases
        Password hints
        Passwords
        PINs
        Security questions and answers
    """,
    Leaked.NAMES: """
        Dates of birth
        Family members' names
        Mothers maiden names
        Names
        Partial dates of birth
        Physical addresses
        Places of birth
        Spouses names
        Years of birth
    """,
    Leaked.OTHER: """
        Account balances
        Address book contacts
        Age groups
        Ages
        Appointments
        Apps installed on devices
        Astrological signs
        Beauty ratings
        Bios
        Browser user agent details
        Browsing histories
        Buying preferences
        Car ownership statuses
        Career levels
        Cellular network names
        Charitable donations
        Chat logs
        Citizenship statuses
        Credit scores
        Credit status information
        Customer feedback
        Customer interactions
        Deceased date
        Deceased statuses
        Device information
        Device serial numbers
        Device usage tracking data
        Disabilities
        Drinking habits
        Drug habits
        Earnings
        Eating habits
        Education levels
        Email addresses
        Email messages
        Employers
        Employment statuses
        Ethnicities
        Family plans
        Family structure
        Financial investments
        Fitness levels
        Forum posts
        Genders
        Geographic locations
        HIV statuses
        Home ownership statuses
        Homepage URLs
        Income levels
        Instant messenger identities
        IP addresses
        Job titles
        Latitude and longitude pairs
        Living costs
        Login histories
        MAC addresses
        Marital statuses
        Nationalities
        Net worths
        Nicknames
        Occupations
        Parenting plans
        Password strengths
        Personal descriptions
        Personal health data
        Personal interests
        Physical attributes
        Political donations
        Political views
        Private messages
        Professional skills
        Purchases
        Purchasing habits
        Races
        Recovery email addresses
        Relationship statuses
        Religions
        Reward program balances
        Salutations
        School grades (class levels)
        Sexual fetishes
        Sexual orientations
        Smoking habits
        SMS messages
        Social connections
        Social media profiles
        Socioeconomic levels
        Spoken languages
        Support tickets
        Survey results
        Time zones
        Travel habits
        User statuses
        User website URLs
        Usernames
        Vehicle details
        Website activity
        Work habits
        Years of professional experience
    """,
}
_BY_WORDS: tuple[tuple[Leaked, re.Pattern[str]], ...] = (
    (Leaked.PHOTOS, re.compile(r"photo|picture|image|selfie|avatar|video")),
    (Leaked.LIKENESS, re.compile(r"biometric|fingerprint|\bfac(?:e|ial)|voice|\biris\b|\bdna\b")),
    (
        Leaked.DOCUMENTS,
        re.compile(
            r"passport|licen[cs]e|\bids?\b|identity|social security|national insurance|document"
            r"|visa|certificate|\btax"
        ),
    ),
    (Leaked.KEYS, re.compile(r"password|passphrase|\bpins?\b|token|\bkeys?\b|secret|security")),
    (Leaked.NUMBERS, re.compile(r"bank|\bcards?\b|phone|\bnumbers?\b|insurance|plates?\b")),
    (Leaked.NAMES, re.compile(r"(?<!user)(?<!nick)\bnames?\b|birth|physical address|home address")),
)
"""For names that are not on the list: words that would put them there, the gravest first."""


def _folded(name: str) -> str:
    return " ".join(name.replace("’", "'").casefold().split())


_KNOWN = {
    _folded(name): leaked
    for leaked, names in _JUDGED.items()
    for name in names.splitlines()
    if name.strip()
}


def judged(name: str) -> Leaked:
    """Return what a data class is, by its name as Have I Been Pwned writes it."""
    folded = _folded(name)
    known = _KNOWN.get(folded)
    if known is not None:
        return known
    return next((leaked for leaked, words in _BY_WORDS if words.search(folded)), Leaked.UNKNOWN)


def leaked(names: Iterable[str]) -> frozenset[Leaked]:
    """Return what these data classes are together."""
    return frozenset(judged(name) for name in names)
