"""Which elements of a page are built at all. Loads the parser: imported with the first page."""

from __future__ import annotations

from collections.abc import Mapping

from bs4.filter import SoupStrainer

from auditor.markup.elements import READERS, may_carry

_WANTED = frozenset((*READERS, "base", "figure", "noscript", "picture"))


class WantedElements(SoupStrainer):
    """Keeps elements that can name a picture or a link, with all they contain.

    The rest of the tree is never built.
    """

    @property
    def excludes_everything(self) -> bool:
        """Say no: bs4 asks before it parses."""
        return False

    def allow_tag_creation(
        self,
        nsprefix: str | None,  # noqa: ARG002 - bs4 calls it so
        name: str,
        attrs: Mapping[str, str] | None,
    ) -> bool:
        """Whether the element is built."""
        return name in _WANTED or (
            attrs is not None and any(may_carry(key, value) for key, value in attrs.items())
        )

    def allow_string_creation(self, string: str) -> bool:  # noqa: ARG002 - same
        """Say no to text outside of every element that is built."""
        return False
