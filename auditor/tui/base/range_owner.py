"""What screens ask of the practice range: to act as the owner of an account, and tasks."""

from __future__ import annotations

from typing import Protocol

from auditor.dataclass import dataclass
from auditor.domain.account import Account
from auditor.domain.findings.finding import State
from auditor.domain.findings.plan import Change, PlanStep
from auditor.domain.hardening import Wishes, joined
from auditor.domain.remedies import NEW_FILE, RemedyKey, row_of
from auditor.domain.views import PhotoDetail
from auditor.engine.session import Session


@dataclass(frozen=True, slots=True)
class SwitchShown:
    """One switch of an account: `title` is a key of the catalogue."""

    key: str
    title: str
    on: bool


class RangeOwner(Protocol):
    """The owner of every account on the range that this process started.

    `photo` is the address of the photo's file. Everything raises AuditorError where it cannot be
    done, with the reason in words.
    """

    async def take_down(self, account: Account, photo: str) -> None:
        """Take a photo down."""

    async def put_clean_copy(self, account: Account, photo: str, wishes: Wishes) -> None:
        """Put a clean copy in the place of a photo."""

    async def put_file(self, account: Account, photo: str, data: bytes, name: str) -> None:
        """Put another file in its place."""

    async def describe(self, account: Account, photo: str, text: str) -> None:
        """Change its description."""

    async def introduce(self, account: Account, text: str) -> None:
        """Change what the account says of its owner."""

    async def switches(self, account: Account) -> tuple[SwitchShown, ...]:
        """Return the switches of an account as they stand."""

    async def turn(self, account: Account, key: str, *, on: bool) -> None:
        """Turn one of them."""


@dataclass(frozen=True, slots=True)
class TaskShown:
    """One task as it stands: what is asked, and what was answered in this session.

    `kind` is number, choice, photo or state. `shows` is the place that shows it, with its item
    behind a colon, and `search` what to look for in the list of photos there. `kept`: the last
    guess was not judged, since nothing was read.
    """

    id: str
    kind: str
    title: str
    ask: str
    choices: tuple[str, ...]
    shows: str
    search: str
    guesses: tuple[str, ...]
    hints: tuple[str, ...]
    right: bool
    said: str
    kept: bool = False


class RangeTasks(Protocol):
    """The tasks of the story that this process started. All text is cleaned and translated.

    What raises, raises AuditorError with the reason in words.
    """

    def shown(self) -> tuple[TaskShown, ...]:
        """Return the tasks as they stand."""

    async def answer(self, session: Session, task: str, answer: str) -> None:
        """Check an answer, and remember it."""

    def hint(self, task: str) -> None:
        """Show one more hint."""

    def drawn_code(self) -> str:
        """Return a code for results, drawn by chance."""

    async def save(self, session: Session, code: str, when: str, path: str) -> str:
        """Write the results, before or after, to a new file; return the code in its one form."""


def wishes_of(detail: PhotoDetail) -> Wishes:
    """Return what a clean copy has to be like to answer the findings of a photo."""
    asked = (row_of(finding.remedy.key).clean_copy for finding in detail.findings)
    return joined(wishes for wishes in asked if wishes is not None)


def _wishes_for(step: PlanStep, detail: PhotoDetail) -> Wishes:
    """Return what a copy for a step has to be like.

    On a picture that is only shrunk a face may still be clear enough for a fake: where the step is
    about that, faces are covered too.
    """
    asked = {row_of(each.remedy.key).change for each in detail.findings if each.id in step.findings}
    faces = row_of(RemedyKey.CLEAR_FACE).clean_copy if Change.SMALLER in asked else None
    return joined(filter(None, (wishes_of(detail), faces)))


def can_do(step: PlanStep) -> bool:
    """Whether a step is one that the owner of photos can do on the range."""
    return bool(step.photos) and step.aftercare_of is None and step.change in _BY_PHOTO


async def do_step(owner: RangeOwner, session: Session, step: PlanStep) -> None:
    """Do a step of a plan on the range, photo by photo. Raises AuditorError.

    A photo that was taken down for another step already is left out.
    """
    for photo in step.photos:
        detail = await session.photo(photo)
        account, url = detail.account, detail.stored.photo.media_url
        done = [finding.state is not State.OPEN for finding in detail.findings]
        if step.change is Change.REMOVE and done and all(done):
            continue
        if step.change is Change.REMOVE:
            await owner.take_down(account, url)
        elif step.change is Change.REWRITE:
            await owner.describe(account, url, "")
        else:
            await owner.put_clean_copy(account, url, _wishes_for(step, detail))


_BY_PHOTO = NEW_FILE | {Change.REMOVE, Change.REWRITE}
"""What is done to single photos."""
