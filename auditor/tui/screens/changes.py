"""Two scans compared: what could not be compared first, then what is new, gone or changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content

from auditor.domain.changes import (
    NotCompared,
    NotComparedReason,
    PhotoChange,
    QuestionChange,
    ScanComparison,
)
from auditor.domain.views import ChangeKind
from auditor.errors import UsageError
from auditor.messages import N_, _
from auditor.questions import ALL
from auditor.report.words import changes as changes_words
from auditor.report.words.words import question_word
from auditor.tui.base.context import Context
from auditor.tui.base.messages import Route
from auditor.tui.list_page import ListPage
from auditor.tui.text import questions, words
from auditor.tui.text.plain import lines, plain
from auditor.tui.widgets.columns import Column
from auditor.tui.widgets.prose import Prose
from auditor.tui.widgets.row_list import RowList

_COLUMNS = (
    Column(_("Change"), 16),
    Column(_("Account"), 22, least=44),
    Column(_("File or description")),
    Column(_("Posted"), 10, least=70),
    Column(_("What changed"), 30, least=120),
)
_TO_DO = {
    NotComparedReason.NOT_PROVEN: N_(
        "2 leads to the accounts, p proves one there; scans after that are compared."
    ),
    NotComparedReason.NO_EARLIER_SCAN: N_(
        "6 leads to the scan; with the second one there is something to compare."
    ),
    NotComparedReason.NOT_SCANNED: N_("o and b choose other scans."),
    NotComparedReason.NOT_READ: N_(
        "What is missing there is not known to be gone. 2 leads to the accounts, which say what "
        "was left out."
    ),
    NotComparedReason.NOT_KEPT: N_("6 leads to the scan; the next two can be compared."),
}
_Row = QuestionChange | PhotoChange | NotCompared


class ChangesPage(ListPage):
    """The newest two scans, or earlier ones."""

    HELP = N_(
        "Compares two of the last ten scans: first how each question stood, then the photos. "
        "Of photos, only accounts that are proven, and that both scans read to their end, are "
        "compared: all others stand on top, and nothing is said of them. "
        "Gone means that the account no longer lists a photo. < and > go to earlier and later "
        "scans, "
        "B compares with one further back. Enter opens a photo."
    )
    PLACE = Route.SCAN
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("less_than_sign,left", "earlier", _("Earlier"), key_display="<"),
        Binding("greater_than_sign,right", "later", _("Later"), key_display=">"),
        Binding("B", "further_back", _("Further back")),
        Binding("Z", "app.chart('scans')", _("Chart")),
        Binding("escape", "app.go('overview')", _("Back")),
    ]

    def __init__(self, context: Context, item: str = "") -> None:
        super().__init__(context, item)
        self._found: ScanComparison | None = None
        self._named: tuple[str | None, str | None] = None, None

    def body(self) -> ComposeResult:
        """What is compared, the list and words."""
        rows: RowList[_Row] = RowList(
            _COLUMNS,
            self._cells,
            key=_key,
            empty=self._none,
            waiting=_("Comparing the scans…"),
            id="rows",
        )
        with Container(id="head"):
            yield Prose(id="compared")
        yield from self.split(rows, _COLUMNS)

    def _none(self) -> str:
        """Say why no change stands here; where nothing can be compared, that stands above."""
        coverage, found = self.context.coverage, self._found
        read = coverage is not None and coverage.why_unread is None
        if read and (found is None or found.older is None):
            return ""
        return self.nothing(_("No change was seen in what was compared."))()

    async def load(self) -> None:
        """Compare the scans that were chosen; the newest two where one is no longer kept."""
        try:
            found = await self.context.session.changes.between(*self._named)
        except UsageError:
            self._named = None, None
            found = await self.context.session.changes.between()
        self._found = found
        changed = [question for question in found.questions if question.changed]
        same = changes_words.unchanged(found.questions)
        told = [
            plain(changes_words.headline(found), "bold"),
            plain(changes_words.summary(found), "$quiet"),
            *([plain(same, "$quiet")] if self.has_class("-tall") or not changed else []),
        ]
        self.query_one("#compared", Prose).write(lines(*(part for part in told if part.plain)))
        self.query_one("#about", Prose).write(plain(""))
        rows = self.query_one("#rows", RowList)
        rows.show((*found.not_compared, *changed, *found.photos), cursor=rows.cursor)
        self.refresh_bindings()

    def _cells(self, shown: _Row) -> Sequence[Content]:
        if isinstance(shown, QuestionChange):
            return (
                questions.moved(shown),
                plain(question_word(shown.question), "bold"),
                plain(changes_words.of_question(shown)),
                plain(""),
                plain(""),
            )
        if isinstance(shown, NotCompared):
            unread = shown.reason is NotComparedReason.PHOTOS_NOT_READ
            word = _("? could not tell") if unread else _("? not compared")
            return (
                plain(word, "$text-warning"),
                self._account(shown.account),
                plain(changes_words.reason(shown)),
                plain(""),
                plain(""),
            )
        row = shown.row
        return (
            plain(words.change(shown.change)),
            self._account(row.account),
            plain(self._label(shown), "bold", limit=100),
            plain(words.day(row.posted_at), "$quiet"),
            plain(changes_words.parts(shown), "$quiet"),
        )

    def _account(self, account: str) -> Content:
        state = self.context.state(account)
        name = (
            f"{self.context.title(state.account.platform)} "
            f"{self.context.veil.handle(state.account)}"
            if state
            else account
        )
        return plain(name, limit=120)

    def _label(self, found: PhotoChange) -> str:
        return self.context.veil.photo(found.row.id, found.row.label) or found.row.id

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        if isinstance(event.row, QuestionChange | PhotoChange | NotCompared):
            about = (
                self._about_photo(event.row)
                if isinstance(event.row, PhotoChange)
                else self._about_question(event.row)
                if isinstance(event.row, QuestionChange)
                else self._about_account(event.row)
            )
            self.query_one("#about", Prose).write(lines(*about))
            self.query_one("#detail").scroll_home(animate=False)

    def _about_question(self, found: QuestionChange) -> Iterator[Content]:
        title = next(asked.title for asked in ALL if asked.id is found.question)
        yield plain(_(title), "bold", limit=200)
        yield plain(changes_words.of_question(found), limit=300)
        same = changes_words.unchanged(self._found.questions) if self._found is not None else ""
        yield plain(same + " " + _("Enter shows the question as it stands now."), "$quiet")

    def _about_photo(self, found: PhotoChange) -> Iterator[Content]:
        yield plain(words.change(found.change))
        yield plain(self._label(found), "bold", limit=200)
        yield self._account(found.row.account)
        if found.parts:
            yield plain(_("What changed: {parts}").format(parts=changes_words.parts(found)))
        if found.change is ChangeKind.GONE:
            yield plain(_(changes_words.GONE), limit=300)
            was = _(
                "Enter opens the photo as it was read last. Its small picture is no longer kept."
            )
            yield plain(was, "$quiet")
        else:
            yield plain(_("Enter opens the photo as it is now."), "$quiet")

    def _about_account(self, told: NotCompared) -> Iterator[Content]:
        yield self._account(told.account)
        yield plain(changes_words.reason(told), "bold", limit=300)
        if told.reason is not NotComparedReason.PHOTOS_NOT_READ:
            yield plain(_("Whether photos are new, gone or changed there is not known."), limit=300)
        if told.reason in _TO_DO:
            yield plain(_(_TO_DO[told.reason]), "$quiet", limit=300)

    @on(RowList.Opened)
    def _opened(self, event: RowList.Opened) -> None:
        if isinstance(event.row, PhotoChange):
            self.go(Route.PHOTO, event.row.row.id)
        elif isinstance(event.row, QuestionChange):
            self.go(Route.QUESTION, event.row.question.value)

    # other scans

    def _choices(self) -> dict[str, tuple[str | None, str | None]]:
        """Return what each key would compare, for those that lead somewhere."""
        found = self._found
        if found is None or found.older is None or found.newer is None:
            return {}
        ids = [scan.id for scan in found.scans]  # newest first
        older, newer = ids.index(found.older.id), ids.index(found.newer.id)
        choices: dict[str, tuple[str | None, str | None]] = {}
        if newer + 2 < len(ids):
            choices["earlier"] = None, str(ids[newer + 1])
        if newer:
            choices["later"] = None, str(ids[newer - 1])
        if older + 1 < len(ids):
            choices["further_back"] = str(ids[older + 1]), str(ids[newer])
        return choices

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only scans that are kept."""
        del parameters
        return action not in {"earlier", "later", "further_back"} or action in self._choices()

    def _choose(self, action: str) -> None:
        self._named = self._choices().get(action, self._named)
        self.query_one("#rows", RowList).cursor = 0
        self.reload()

    def action_earlier(self) -> None:
        """Compare the scan before with the one before that."""
        self._choose("earlier")

    def action_later(self) -> None:
        """Compare the scan after with the one before it."""
        self._choose("later")

    def action_further_back(self) -> None:
        """Compare with a scan further back."""
        self._choose("further_back")


def _key(shown: _Row) -> str:
    if isinstance(shown, QuestionChange):
        return shown.question.value
    return shown.row.id if isinstance(shown, PhotoChange) else f"{shown.account} {shown.reason}"
