"""What a source of this program has to bring along: traits, remedy texts, a playbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields

from auditor.domain.remedies import row_of
from auditor.domain.traits import Traits
from auditor.guidance.playbooks import Playbook
from auditor.guidance.remedies import Table, speaking_for
from auditor.ports import Source

MAY_BE_EMPTY = frozenset({"profile_root"})


def lacking(
    source: Source, remedies: Table, book_of: Callable[[str], Playbook | None]
) -> list[str]:
    """Return what is missing, each with the name of the source in front."""
    return [f"{source.name}: {missing}" for missing in _lacking(source, remedies, book_of)]


def _lacking(
    source: Source, remedies: Table, book_of: Callable[[str], Playbook | None]
) -> Iterator[str]:
    traits: object = getattr(source, "traits", None)
    if not isinstance(traits, Traits):
        yield "no traits"
    else:
        for trait in fields(traits):
            value = getattr(traits, trait.name)
            blank = isinstance(value, str) and not value.strip()
            if value is None or (blank and trait.name not in MAY_BE_EMPTY):
                yield f"no trait {trait.name}"
    for key in sorted(key for key in remedies if not row_of(key).of_archives):
        names = [name for name in speaking_for(source.name) if name in remedies[key]]
        if not names or not remedies[key][names[0]].text.strip():
            yield f"no text of the remedy {key}"
    book = book_of(source.name)
    if book is None:
        yield "no playbook"
    elif isinstance(traits, Traits):
        known = {step.key for step in book.steps}
        for flag in traits.flags or ():
            if flag.setting not in known:
                yield f"no step {flag.setting} in its playbook"
