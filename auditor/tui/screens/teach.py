"""The lesson of a trainer, as the class sees it: large signs, the time, words, votes, answers."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Digits

from auditor.domain.findings.plan import Plan
from auditor.engine.plan.wanted import EVERYTHING
from auditor.messages import N_, _
from auditor.tui.base.context import Context
from auditor.tui.lesson import words
from auditor.tui.lesson.big_words import big_content
from auditor.tui.lesson.run import LessonRun, as_time
from auditor.tui.page import Page
from auditor.tui.text.plain import lines, plain
from auditor.tui.widgets.prose import Prose

_TICK_S = 0.5
_OVER = "-over"
_SCROLL_LINES = 4


class TeachPage(Page):
    """One step of the lesson at a time; the clock goes on whatever is shown."""

    HELP = N_(
        "A lesson for a class. Right and left go on and back, as a remote control for slides "
        "does; space starts and pauses the time. V takes the votes of raised hands; E shows "
        "the right answer once the class has voted. X flips between before and after. T hides the "
        "words to say. J leads to the lessons on made pictures, the numbers to the other screens, "
        "F6 back to the lesson."
    )
    BAR = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,pagedown", "onward", _("On"), key_display="→"),
        Binding("left,pageup", "backward", _("Before"), show=False),
        Binding("escape", "app.close_top", _("Back")),
        Binding("space", "pause", _("Time"), key_display="space"),
        Binding("V", "app.go('vote')", _("Vote")),
        Binding("E", "reveal", _("Reveal")),
        Binding("X", "flip", _("Before / after")),
        Binding("T", "words", _("Words")),
        Binding("J", "app.go('awareness')", _("Lessons")),
        Binding("down", "scroll_words(1)", _("Further down"), show=False),
        Binding("up", "scroll_words(-1)", _("Further up"), show=False),
    ]

    def __init__(self, context: Context, item: str = "") -> None:
        super().__init__(context, item)
        self._plan: Plan | None = None

    @property
    def lesson(self) -> LessonRun | None:
        """The lesson of this program, None where it was not started for one."""
        return self.context.options.lesson

    def body(self) -> ComposeResult:
        """The sign and the time on top, under them what this step shows."""
        with Horizontal(id="top"):
            yield Prose(id="sign")
            with Vertical(id="time"):
                yield Digits("", id="left")
        yield Prose(id="where")
        with VerticalScroll(id="shown", can_focus=False):  # its keys are those of the lesson
            yield Prose(id="text")
            yield Prose(id="more", classes="waits")

    def on_mount(self) -> None:
        """Let the time be seen to pass."""
        self.set_interval(_TICK_S, self._tick)

    async def load(self) -> None:
        """Read how the questions stand, where there is a session; the lesson needs none."""
        run = self.lesson
        if run is not None and self.context.is_open:
            told = await self.context.session.answers.answers()
            scan = self.context.scan
            run.note(told, whole=not scan.running and scan.record is not None)
            revealed = run.step in run.revealed and run.part.shows != "answers"
            if run.now and (run.flipped or revealed):
                self.start("plan", self._work_out)
        self._show()

    async def _work_out(self) -> None:
        """Work the plan out while all else is shown already."""
        self._plan = await self.context.session.planning.plan(EVERYTHING)
        self._show()

    def _show(self) -> None:
        run = self.lesson
        if run is None:
            told = _("No lesson is open: auditor practice teach 45 opens one.")
            self.query_one("#text", Prose).write(plain(told, limit=400))
            return
        self.query_one("#sign", Prose).write(big_content(_(run.part.sign), "bold $accent"))
        text = words.flipped(run, self._plan) if run.flipped else words.asked(run)
        self.query_one("#text", Prose).write(text)
        self.query_one("#more", Prose).write(self._further(run))
        self._tick()

    def _further(self, run: LessonRun) -> Content:
        """Return what is shown once the answer is revealed: answers, plan, before and after."""
        if run.votes_at and run.ballot.vote is not None and not run.flipped:
            return words.square(run)
        if run.flipped or run.step not in run.revealed or not run.now:
            return Content("")
        match run.part.shows:
            case "answers":
                return lines(plain(""), words.counted(run.now), *words.answered(run.now))
            case "plan":
                if self._plan is None:
                    return plain("")
                names = {
                    step.account: self.context.called(step.account) for step in self._plan.steps
                }
                return lines(plain(""), *words.planned(self._plan, names, self.context.veil))
            case "replay":
                return lines(plain(""), words.flipped(run, self._plan))

    def _tick(self) -> None:
        run = self.lesson
        if run is None:
            return
        left = run.left_of_part()
        digits = self.query_one("#left", Digits)
        digits.update(as_time(left))
        digits.set_class(left < 0, _OVER)
        part, parts = run.step.part + 1, len(run.pack.sections)
        state = "" if run.clock.running else " · " + _("paused: space starts the time")
        where = _("Part {part} of {parts} · {title} · {left} of {minutes} min left").format(
            part=part,
            parts=parts,
            title=_(run.part.title),
            left=as_time(run.left_of_all()),
            minutes=run.pack.minutes,
        )
        self.query_one("#where", Prose).write(plain(where + state, "$quiet", limit=400))
        if run.ballot.vote is not None and not run.flipped:
            self.query_one("#text", Prose).write(words.asked(run))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the keys of a lesson only where there is one."""
        of_lesson = {"onward", "backward", "pause", "reveal", "flip", "words"}
        return self.lesson is not None or (
            action not in of_lesson and (action, *parameters) != ("app.go", "vote")
        )

    def action_onward(self) -> None:
        """Go on to the next step."""
        self._move(1)

    def action_backward(self) -> None:
        """Go back to the step before."""
        self._move(-1)

    def _move(self, by: int) -> None:
        if (run := self.lesson) is not None:
            run.move(by)
            self.query_one("#shown", VerticalScroll).scroll_home(animate=False)
            self._show()

    def action_pause(self) -> None:
        """Start or pause the time."""
        if (run := self.lesson) is not None:
            run.clock.turn(run.step.part)
            self._tick()

    def action_reveal(self) -> None:
        """Show the right answer, once the class has voted."""
        run = self.lesson
        if run is None:
            return
        if not run.reveal():
            self.say(_("The class votes first: V counts the hands."))
            return
        self._show()
        self.reload()

    def action_flip(self) -> None:
        """Show before and after, or what was shown."""
        if (run := self.lesson) is not None:
            run.flipped = not run.flipped
            self._show()
            self.reload()

    def action_scroll_words(self, by: int) -> None:
        """Scroll by some lines."""
        shown = self.query_one("#shown", VerticalScroll)
        shown.scroll_relative(y=by * _SCROLL_LINES, animate=False)

    def action_words(self) -> None:
        """Hide the words to say, or show them."""
        if (run := self.lesson) is not None:
            run.quiet = not run.quiet
            self._show()
