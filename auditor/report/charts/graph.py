"""The graph of accounts that can be tied together: a column for each tie, a row for each."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from auditor.dataclass import dataclass
from auditor.domain.findings.question import Degree
from auditor.domain.links import AccountLink, Links, Tie
from auditor.messages import _, ngettext
from auditor.questions.linked import TIES
from auditor.report.charts.canvas import Pen
from auditor.report.words import links as links_words

MOST_NODES = 12
"""Accounts with a row of their own; those with fewest ties stand together by platform."""
MOST_GROUPS = 6
"""Rows for several accounts, of which the last has all platforms that are left."""
SURE: Mapping[Tie, bool] = {
    **{tie: words.degree is Degree.YES for tie, words in TIES.items()},
    Tie.MUTUAL_LINK: True,  # they say it themselves, so no question asks for it
}
"""Whether a stranger would be certain; what does not stand here is drawn as only likely."""
_LABEL = 34
_COLUMN = 3


@dataclass(frozen=True, slots=True)
class Edge:
    """A tie between two accounts, by their places among the nodes.

    `sure` where a stranger would be certain, else it is only likely. `why` are sentences.
    """

    a: int
    b: int
    sure: bool
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """Accounts that are tied, those of one group beside each other.

    `left_out` accounts are too many for a row each: the last rows have them by platform. `untold`
    ties are between two accounts of one such row.
    """

    nodes: tuple[str, ...]
    edges: tuple[Edge, ...]
    left_out: int = 0
    untold: int = 0


def graph(
    found: Links, names: Mapping[str, str], platforms: Mapping[str, str], *, masked: bool
) -> Graph:
    """Return the graph of what ties accounts; `names` and `platforms` are as they may be shown."""
    ties = Counter[str]()
    for link in found.links:
        ties[link.a] += 1
        ties[link.b] += 1
    ranked = sorted(ties, key=lambda account: (-ties[account], names.get(account, ""), account))
    chosen = set(ranked[:MOST_NODES])
    drawn_links = [link for link in found.links if {link.a, link.b} <= chosen]
    order = list(_grouped([account for account in ranked if account in chosen], drawn_links))
    place = {account: index for index, account in enumerate(order)}
    groups = _by_platform(ranked[MOST_NODES:], platforms)
    for index, (_title, accounts) in enumerate(groups, len(order)):
        place.update(dict.fromkeys(accounts, index))
    between: dict[tuple[int, int], list[AccountLink]] = {}
    for link in found.links:
        first, second = sorted((place[link.a], place[link.b]))
        between.setdefault((first, second), []).append(link)
    edges = (
        _edge(ends, tied, alone=ends[1] < len(order), masked=masked)
        for ends, tied in sorted(between.items())
        if ends[0] != ends[1]
    )
    return Graph(
        (
            *(names.get(account) or _("an account that is gone") for account in order),
            *(_group_name(title, len(accounts)) for title, accounts in groups),
        ),
        tuple(edges),
        len(ranked) - len(order),
        sum(len(tied) for ends, tied in between.items() if ends[0] == ends[1]),
    )


def _by_platform(
    accounts: Sequence[str], platforms: Mapping[str, str]
) -> list[tuple[str, list[str]]]:
    """Return platforms with their accounts, most accounts first; the last ones in one."""
    found: dict[str, list[str]] = {}
    for account in accounts:
        found.setdefault(platforms.get(account, ""), []).append(account)
    groups = sorted(found.items(), key=lambda group: (-len(group[1]), group[0]))
    if len(groups) <= MOST_GROUPS:
        return groups
    last = [account for _title, several in groups[MOST_GROUPS - 1 :] for account in several]
    return [*groups[: MOST_GROUPS - 1], ("", last)]


def _group_name(platform: str, count: int) -> str:
    if not platform:
        said = ngettext("{n} more account elsewhere", "{n} more accounts elsewhere", count)
        return said.format(n=count)
    said = ngettext("{n} more account: {platform}", "{n} more accounts: {platform}", count)
    return said.format(n=count, platform=platform)


def _edge(ends: tuple[int, int], tied: Sequence[AccountLink], *, alone: bool, masked: bool) -> Edge:
    """Return what ties two rows: in full where each is a single account, else counted."""
    sure = any(SURE.get(each.tie, False) for link in tied for each in link.evidence)
    if alone:
        return Edge(*ends, sure, tuple(links_words.told(tied[0], masked=masked)))
    said = ngettext("{n} pair of accounts is tied", "{n} pairs of accounts are tied", len(tied))
    return Edge(*ends, sure, (said.format(n=len(tied)),))


def _grouped(ranked: Sequence[str], found: Sequence[AccountLink]) -> Iterator[str]:
    """Yield accounts group by group, each behind one that it is tied to."""
    near: dict[str, list[str]] = {account: [] for account in ranked}
    for link in found:
        near[link.a].append(link.b)
        near[link.b].append(link.a)
    left = list(ranked)
    while left:
        waiting = [left[0]]
        while waiting:
            account = waiting.pop(0)
            if account in left:
                left.remove(account)
                yield account
                waiting += [other for other in ranked if other in near[account] and other in left]


def certainty(edge: Edge) -> str:
    """Return in a word how sure a tie is."""
    return _("sure") if edge.sure else _("likely")


def drawn(shown: Graph, pen: Pen) -> list[str]:
    """Return a row for each account and a column for each tie: two ends with a line between.

    The line is solid where it is sure and broken where it is likely. Columns that do not fit are
    counted below.
    """
    if not shown.edges:
        return []
    left = min(_LABEL, max(len(name) for name in shown.nodes) + 3, pen.width // 2)
    columns = max(1, (pen.width - left - 1) // _COLUMN)
    edges = shown.edges[:columns]
    head = " " * left + "".join(str(number).rjust(_COLUMN) for number in range(1, len(edges) + 1))
    lines = [head]
    for index, name in enumerate(shown.nodes):
        label = f"{letter(index)} {name}"
        if len(label) > left:
            label = label[: left - (3 if pen.ascii_only else 1)] + (
                "..." if pen.ascii_only else "…"
            )
        cells = "".join(" " * (_COLUMN - 1) + _sign(edge, index, pen) for edge in edges)
        lines.append((label.ljust(left) + cells).rstrip())
    if len(edges) < len(shown.edges):
        more = len(shown.edges) - len(edges)
        said = ngettext(
            "{n} more tie does not fit here; the list below has it.",
            "{n} more ties do not fit here; the list below has them.",
            more,
        )
        lines += textwrap.wrap(said.format(n=more), pen.width)
    return lines


def letter(index: int) -> str:
    """Return how an account is called in the drawing."""
    return chr(ord("A") + index)


def _sign(edge: Edge, row: int, pen: Pen) -> str:
    if row in {edge.a, edge.b}:
        return ("O" if edge.sure else "o") if pen.ascii_only else ("●" if edge.sure else "○")
    if not edge.a < row < edge.b:
        return "." if pen.ascii_only else "·"
    return ("|" if edge.sure else ":") if pen.ascii_only else ("│" if edge.sure else "┊")


def in_words(shown: Graph) -> list[str]:
    """Return a line for each tie, by its number in the drawing, and what was left out."""
    if not shown.edges and not shown.untold:
        return []
    told = [
        f"{number}. {letter(edge.a)} {shown.nodes[edge.a]} – {letter(edge.b)} "
        f"{shown.nodes[edge.b]}: {certainty(edge)}: {'; '.join(edge.why)}"
        for number, edge in enumerate(shown.edges, 1)
    ]
    if shown.left_out:
        told.append(
            ngettext(
                "{n} account with fewer ties stands with others of its platform.",
                "{n} accounts with fewer ties stand together by platform.",
                shown.left_out,
            ).format(n=shown.left_out)
        )
    if shown.untold:
        told.append(
            ngettext(
                "{n} more tie is between two of those; the list of links has it.",
                "{n} more ties are between two of those; the list of links has them.",
                shown.untold,
            ).format(n=shown.untold)
        )
    return told


def legend(pen: Pen) -> str:
    """Return how the drawing is read."""
    if pen.ascii_only:
        return _("A column is a tie between two accounts: O | O is sure, o : o only likely.")
    return _("A column is a tie between two accounts: ● │ ● is sure, ○ ┊ ○ only likely.")
