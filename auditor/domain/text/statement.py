"""Sentences whose values are kept apart.

So a sentence can be translated late and its values masked.
"""

from __future__ import annotations

from enum import StrEnum

from auditor.dataclass import dataclass
from auditor.messages import _, ngettext

MASK = "••••"


class Kind(StrEnum):
    """What a value gives away when it is shown to a class or in a report."""

    PLAIN = "plain"
    HANDLE = "handle"
    NAME = "name"
    PLACE = "place"
    URL = "url"
    FILE = "file"
    DEVICE = "device"


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a statement."""

    name: str
    text: str
    kind: Kind = Kind.PLAIN


@dataclass(frozen=True, slots=True)
class Statement:
    """An English template with `{named}` values; `render` puts it into words for a person.

    With `many`, `template` is the form for one thing and `many` that for other numbers; `count` is
    the number, which both may name as `{n}`.
    """

    template: str
    values: tuple[Value, ...] = ()
    many: str = ""
    count: int = 1

    def render(self, *, masked: bool = False) -> str:
        """Return the sentence in the user's language.

        `masked` hides every value that is not plain.
        """
        shown = {
            value.name: mask(value.text, value.kind) if masked else value.text
            for value in self.values
        }
        if not self.many:
            return _(self.template).format_map(shown)
        shown["n"] = str(self.count)
        return ngettext(self.template, self.many, self.count).format_map(shown)


def mask(text: str, kind: Kind) -> str:
    """Hide `text` if its kind says something about a person."""
    return text if kind is Kind.PLAIN or not text else MASK
