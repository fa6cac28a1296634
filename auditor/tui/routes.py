"""Which screen stands behind which place."""

from __future__ import annotations

from auditor.tui.base.messages import Route
from auditor.tui.page import Dialog, Page
from auditor.tui.screens.accounts import AccountsPage
from auditor.tui.screens.act_as_owner import ActBox
from auditor.tui.screens.add_account import AddAccount
from auditor.tui.screens.add_private import AddPrivate
from auditor.tui.screens.add_reported import AddReported
from auditor.tui.screens.archive import ArchivePage
from auditor.tui.screens.browse import BrowseBox
from auditor.tui.screens.case import CaseBox
from auditor.tui.screens.changes import ChangesPage
from auditor.tui.screens.checklist import ChecklistPage
from auditor.tui.screens.claim import ClaimBox
from auditor.tui.screens.clean_copies import CopiesBox
from auditor.tui.screens.confirm import ForgetPlaces, RemoveBox, RemovePrivate
from auditor.tui.screens.do_step import DoStepBox
from auditor.tui.screens.erase import EraseBox
from auditor.tui.screens.export import ExportBox
from auditor.tui.screens.findings import FindingsPage
from auditor.tui.screens.help_now import HelpNow
from auditor.tui.screens.helps import HelpsBox
from auditor.tui.screens.law import LawPage
from auditor.tui.screens.letter import LetterBox
from auditor.tui.screens.likeness import LikenessPage
from auditor.tui.screens.links import LinksPage
from auditor.tui.screens.look_reported import LookReported
from auditor.tui.screens.network import NetworkPage
from auditor.tui.screens.next_reported import NextReported
from auditor.tui.screens.opt_out import OptOutBox
from auditor.tui.screens.overview import OverviewPage
from auditor.tui.screens.photo import PhotoPage
from auditor.tui.screens.photos import PhotosPage
from auditor.tui.screens.places import PlacesPage
from auditor.tui.screens.plan import PlanPage
from auditor.tui.screens.private import PrivatePage
from auditor.tui.screens.prove import ProveBox
from auditor.tui.screens.question import QuestionPage
from auditor.tui.screens.reported import ReportedPage
from auditor.tui.screens.scan import ScanPage
from auditor.tui.screens.signing import SigningBox
from auditor.tui.screens.unlock import Unlock
from auditor.tui.screens.verify import VerifyPage
from auditor.tui.screens.welcome import Welcome

PAGES: dict[Route, type[Page]] = {
    Route.WELCOME: Welcome,
    Route.UNLOCK: Unlock,
    Route.OVERVIEW: OverviewPage,
    Route.ACCOUNTS: AccountsPage,
    Route.PHOTOS: PhotosPage,
    Route.FINDINGS: FindingsPage,
    Route.PLAN: PlanPage,
    Route.SCAN: ScanPage,
    Route.NETWORK: NetworkPage,
    Route.PRIVATE: PrivatePage,
    Route.LIKENESS: LikenessPage,
    Route.LINKS: LinksPage,
    Route.PLACES: PlacesPage,
    Route.CHANGES: ChangesPage,
}
"""Places that take the whole screen; going there leaves the one before."""

OVER: dict[Route, type[Page | Dialog[None]]] = {
    Route.PHOTO: PhotoPage,
    Route.ADD_ACCOUNT: AddAccount,
    Route.CHECKLIST: ChecklistPage,
    Route.CLAIM: ClaimBox,
    Route.PROVE: ProveBox,
    Route.REMOVE: RemoveBox,
    Route.ADD_PRIVATE: AddPrivate,
    Route.REMOVE_PRIVATE: RemovePrivate,
    Route.FORGET_PLACES: ForgetPlaces,
    Route.HELP_NOW: HelpNow,
    Route.LAW: LawPage,
    Route.VERIFY: VerifyPage,
    Route.HELPS: HelpsBox,
    Route.ACT: ActBox,
    Route.QUESTION: QuestionPage,
    Route.DO_STEP: DoStepBox,
    Route.BROWSE: BrowseBox,
    Route.LETTER: LetterBox,
    Route.CASE: CaseBox,
    Route.COPIES: CopiesBox,
    Route.SIGNING: SigningBox,
    Route.EXPORT: ExportBox,
    Route.OPT_OUT: OptOutBox,
    Route.ERASE: EraseBox,
    Route.ARCHIVE: ArchivePage,
    Route.REPORTED: ReportedPage,
    Route.ADD_REPORTED: AddReported,
    Route.LOOK_REPORTED: LookReported,
    Route.NEXT_REPORTED: NextReported,
}
"""Places that stand over another one and lead back to it."""

CLOSED = frozenset({Route.WELCOME, Route.UNLOCK, Route.HELP_NOW, Route.LAW, Route.ERASE})
"""Places that need no open vault."""
