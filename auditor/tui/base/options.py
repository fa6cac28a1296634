"""What the terminal UI is handed by whoever starts it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from auditor.dataclass import dataclass
from auditor.tui.base.after_lock import AfterLock
from auditor.tui.base.browser import open_mail, open_page

if TYPE_CHECKING:
    from auditor.engine.session import Session
    from auditor.tui.base.desk import Desk
    from auditor.tui.base.range_owner import RangeOwner, RangeTasks
    from auditor.tui.lesson.run import LessonRun

OpenSession = Callable[[str | None], Awaitable["Session"]]
"""Opens or creates the vault with a passphrase; with None from the keyring, or in memory.

Raises VaultError.
"""


@dataclass(frozen=True, slots=True)
class UiOptions:
    """How the terminal UI behaves.

    `invented`: everybody shown is, so that nothing of them is masked.
    `images` is as in the settings. `region` is a country code for the help page. `language`
    must be spoken (messages.use_language) before auditor.tui.app is imported, because names of keys
    are translated at import. `unlocks_itself` says that the keyring opens the vault, and
    `ask_keyring` asks it, which may take long, where that is not known; `remember`
    puts a passphrase there, None where that is not offered; `open_unsaved` starts a session in
    memory, None where only `--ephemeral` can. `owner` acts on the practice range that this process
    started, None everywhere else, as are `tasks`. `people` are told on the
    panel that opens the practice range, the one whose accounts are scanned first; without them
    there is no panel. `open_page` opens an
    address in the browser, `open_mail` a letter in the mail program, and returns whether one
    opened. `desk` writes letters, copies and other
    files. `start_again` replaces this process by a new one that is locked, which is told how to go
    on in `after_lock`; it returns only by raising OSError. `check` raises VaultError unless a
    passphrase, or with None the keyring, opens the vault. Without these two a lock only closes.
    `load_ahead` loads what opening a vault needs, once the first screen is shown.
    `lesson` is what a trainer gives; then its screen comes first and the scan begins by itself.
    `loss` tells on the lock what the vault has lost; it is said where the keyring still opens it.
    `timeout_s` is the longest that one request may take.
    """

    vault_exists: bool
    projector: bool = False
    ephemeral: bool = False
    practice: bool = False
    invented: bool = False
    images: str = "auto"
    idle_minutes: float = 5
    language: str = ""
    region: str = ""
    unlocks_itself: bool = False
    ask_keyring: Callable[[], Awaitable[bool]] | None = None
    remember: Callable[[str], Awaitable[None]] | None = None
    open_unsaved: OpenSession | None = None
    owner: RangeOwner | None = None
    tasks: RangeTasks | None = None
    people: tuple[str, ...] = ()
    open_page: Callable[[str], bool] = open_page
    open_mail: Callable[[str], bool] = open_mail
    desk: Desk | None = None
    after_lock: AfterLock = AfterLock()
    start_again: Callable[[AfterLock], None] | None = None
    check: Callable[[str | None], Awaitable[None]] | None = None
    loss: str = ""
    load_ahead: Callable[[], None] | None = None
    lesson: LessonRun | None = None
    timeout_s: float = 30.0

    @property
    def masks(self) -> bool:
        """Whether a class looks on and real people are shown: those of the range are invented."""
        return self.projector and not self.invented
