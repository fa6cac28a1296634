"""How many photos there are of each year, hour and size. Those of which it is unknown are told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from auditor.dataclass import dataclass
from auditor.domain.photos.counts import HOURS, SIZES, PhotoCounts
from auditor.messages import N_, _, ngettext
from auditor.report.charts.canvas import Pen

_MOST_YEARS = 20
"""Bars of years, beyond which several years share one."""
_EIGHTHS = " ▏▎▍▌▋▊▉"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it stands for (`short` below a drawing), and how many photos."""

    label: str
    count: int
    short: str = ""


@dataclass(frozen=True, slots=True)
class Histogram:
    """Bars from zero, none left out. `unknown` photos stand in no bar; `note` says how to read."""

    title: str
    bars: tuple[Bar, ...]
    unknown: int
    unknown_word: str
    note: str

    @property
    def known(self) -> int:
        """How many photos stand in a bar."""
        return sum(bar.count for bar in self.bars)


def histograms(counts: PhotoCounts) -> tuple[Histogram, ...]:
    """Return the three charts of photos: sizes, years and hours."""
    return _sizes(counts), _years(counts), _hours(counts)


def _sizes(counts: PhotoCounts) -> Histogram:
    found = dict(counts.sizes)
    edges = (0, *SIZES)
    labels = [
        f"{low}–{high - 1} px" if low else _("under {n} px").format(n=high)
        for low, high in zip(edges, SIZES, strict=False)
    ]
    labels.append(_("{n} px or more").format(n=SIZES[-1]))
    shorts = [f"< {SIZES[0]}", *(f"{low} –" for low in SIZES)]
    return Histogram(
        _("Resolution: longer side of the largest file that was found"),
        tuple(
            Bar(label, found.get(index, 0), short)
            for index, (label, short) in enumerate(zip(labels, shorts, strict=True))
        ),
        found.get(None, 0),
        _("size not known"),
        _("A larger file may stand there that was not found."),
    )


def _years(counts: PhotoCounts) -> Histogram:
    found = dict(counts.years)
    known = sorted(year for year in found if year is not None)
    note = _("The year in which a photo was posted, in UTC.")
    bars: tuple[Bar, ...] = ()
    if known:
        step = -(-(known[-1] - known[0] + 1) // _MOST_YEARS)
        bars = tuple(_spans(found, known[0], known[-1], step))
        if step > 1:
            note += " " + _("A bar stands for {n} years.").format(n=step)
    return Histogram(_("Years"), bars, found.get(None, 0), _("date not known"), note)


def _spans(found: Mapping[int | None, int], first: int, last: int, step: int) -> Iterator[Bar]:
    for start in range(first, last + 1, step):
        end = start + step - 1
        label = str(start) if step == 1 else f"{start}–{end}"
        yield Bar(label, sum(found.get(year, 0) for year in range(start, end + 1)))


def _hours(counts: PhotoCounts) -> Histogram:
    found = dict(counts.hours)
    return Histogram(
        _("Hours of the day"),
        tuple(Bar(f"{hour:02}", found.get(hour, 0)) for hour in range(HOURS)),
        found.get(None, 0),
        _("time not known"),
        _("The hour in which a photo was posted, in UTC: not when it was taken."),
    )


def drawn(chart: Histogram, pen: Pen) -> list[str]:
    """Return the bars as lines, all on one scale from zero; each with its number behind."""
    rows = [*chart.bars, *([Bar(chart.unknown_word, chart.unknown)] if chart.unknown else [])]
    if not rows:
        return []
    most = max(bar.count for bar in rows) or 1
    left = max(len(bar.label) for bar in rows)
    right = max(len(f"{bar.count:,}") for bar in rows)
    room = max(1, pen.width - left - right - 2)
    return [
        f"{bar.label.rjust(left)} {_bar(bar.count / most * room, pen)} {bar.count:,}".rstrip()
        for bar in rows
    ]


def _bar(cells: float, pen: Pen) -> str:
    """Return a bar of so many cells; what is more than nothing is never drawn as nothing."""
    if pen.ascii_only:
        full = round(cells)
        return "#" * full if full or not cells else "."
    eighths = max(round(cells * 8), 1 if cells else 0)
    return "█" * (eighths // 8) + (_EIGHTHS[eighths % 8] if eighths % 8 else "")


_MOST = N_("most: {label}, {count}")


def in_words(chart: Histogram) -> list[str]:
    """Return what the chart says, in sentences."""
    known = chart.known
    if not known and not chart.unknown:
        return [_("No photo to count.")]
    told = [ngettext("{n} photo counted.", "{n} photos counted.", known).format(n=f"{known:,}")]
    if known:
        top = max(chart.bars, key=lambda bar: bar.count)
        said = _(_MOST).format(label=top.label, count=f"{top.count:,}")
        told[0] = told[0].removesuffix(".") + "; " + said + "."
    if chart.unknown:
        told.append(
            ngettext(
                "{n} photo stands in no bar: {why}.",
                "{n} photos stand in no bar: {why}.",
                chart.unknown,
            ).format(n=f"{chart.unknown:,}", why=chart.unknown_word)
        )
    return [*told, chart.note]
