"""What a search in training sets says and does not say: one list of sentences for every face."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from auditor.domain.outside.training_sets import CorpusHit, CorpusResult, SoughtKind
from auditor.messages import N_, _, ngettext

KINDS = {
    SoughtKind.ADDRESS: N_("the address of a photo"),
    SoughtKind.FOLDER: N_("something below a page"),
    SoughtKind.DOMAIN: N_("an address on a domain"),
    SoughtKind.HASH: N_("a hash within the distance"),
}
FOUND_MEANS = (
    N_(
        "A row says that this address was collected, not that a model was trained on the picture, "
        "nor that it is still there."
    ),
    N_(
        "Whoever trains fetches the pictures anew: a photo that you take down is not there for "
        "them. It changes no copy that was made before, and no model that exists."
    ),
    N_(
        "The page of the set names who publishes it. In the EU and the United Kingdom you can "
        "object and ask them to erase the row: 'auditor letter' writes both. There is no right to "
        "it everywhere, and older versions stay with whoever has them."
    ),
    N_("What you publish from now on can ask to be left out: 'auditor opt-out'."),
)
"""What a hit gives. Often it is little."""
HASH_MEANS = N_(
    "A hash within the distance is a picture that looks alike; it can be another one. Look at it "
    "before you write to anybody."
)
NONE_MEANS = (
    N_(
        "Nothing of it stands in the files that were searched. Other sets, other versions and sets "
        "that nobody publishes were not looked at."
    ),
    N_("A picture that somebody copied to another address is not found by your own addresses."),
)
NOTHING_READ = N_("No file was searched, so nothing is known.")
HERE_ONLY = N_("Nothing of what was looked for left this device.")


HERE_ONLY_BUT = N_(
    "What was looked for was handed to the engine that you named on other machines, and to nobody "
    "else."
)


def kinds_of(hits: Iterable[CorpusHit]) -> list[tuple[SoughtKind, int]]:
    """Return how many rows each kind found, in the order of the kinds."""
    counted = Counter(hit.kind for hit in hits)
    return [(kind, counted[kind]) for kind in SoughtKind if counted[kind]]


def means(result: CorpusResult) -> Iterator[str]:
    """Yield what a result says and what it does not."""
    if not result.files:
        yield _(NOTHING_READ)
        return
    if any(hit.kind is SoughtKind.HASH for hit in result.hits):
        yield _(HASH_MEANS)
    yield from map(_, FOUND_MEANS if result.hits else NONE_MEANS)
    if result.troubles:
        yield ngettext(
            "{n} file was not searched: nothing is known of it.",
            "{n} files were not searched: nothing is known of them.",
            len(result.troubles),
        ).format(n=len(result.troubles))


def told_result(result: CorpusResult, output: str, most: int) -> Iterator[str]:
    """Yield what came of a search: at most `most` files that were not searched come first."""
    for trouble in result.troubles[:most]:
        yield _("Not searched: {file}: {reason}").format(file=trouble.file, reason=trouble.reason)
    if len(result.troubles) > most:
        yield _("and {n} more that were not searched").format(n=len(result.troubles) - most)
    if result.files:
        yield headline(result)
        for kind, count in kinds_of(result.hits):
            yield f"  {count}  {_(KINDS[kind])}"
        yield _("The rows stand in {file}.").format(file=output)
    yield ""
    yield from means(result)


def headline(result: CorpusResult) -> str:
    """Return how many rows were found in how many that were looked at."""
    words = ngettext(
        "{n} hit in {rows} rows; files searched: {files}",
        "{n} hits in {rows} rows; files searched: {files}",
        len(result.hits),
    )
    return words.format(n=len(result.hits), rows=f"{result.rows:,}", files=result.files)
