"""Which screen stands behind which place."""

from __future__ import annotations

from auditor.tui.base.messages import Place
from auditor.tui.page import Dialog, Page
from auditor.tui.screens.accounts import AccountsPage
from auditor.tui.screens.add_account import AddAccount
from auditor.tui.screens.add_private import AddPrivate
from auditor.tui.screens.claim import ClaimBox
from auditor.tui.screens.confirm import ForgetPlaces, RemoveBox, RemovePrivate
from auditor.tui.screens.findings import FindingsPage
from auditor.tui.screens.help_now import HelpNow
from auditor.tui.screens.law import LawPage
from auditor.tui.screens.likeness import LikenessPage
from auditor.tui.screens.links import LinksPage
from auditor.tui.screens.network import NetworkPage
from auditor.tui.screens.overview import OverviewPage
from auditor.tui.screens.photo import PhotoPage
from auditor.tui.screens.photos import PhotosPage
from auditor.tui.screens.places import PlacesPage
from auditor.tui.screens.plan import PlanPage
from auditor.tui.screens.private import PrivatePage
from auditor.tui.screens.prove import ProveBox
from auditor.tui.screens.scan import ScanPage
from auditor.tui.screens.shell_commands import WaysBox
from auditor.tui.screens.unlock import Unlock
from auditor.tui.screens.verify import VerifyPage
from auditor.tui.screens.welcome import Welcome

PAGES: dict[Place, type[Page]] = {
    Place.WELCOME: Welcome,
    Place.UNLOCK: Unlock,
    Place.OVERVIEW: OverviewPage,
    Place.ACCOUNTS: AccountsPage,
    Place.PHOTOS: PhotosPage,
    Place.FINDINGS: FindingsPage,
    Place.PLAN: PlanPage,
    Place.SCAN: ScanPage,
    Place.NETWORK: NetworkPage,
    Place.PRIVATE: PrivatePage,
    Place.LIKENESS: LikenessPage,
    Place.LINKS: LinksPage,
    Place.PLACES: PlacesPage,
}
"""Places that take the whole screen; going there leaves the one before."""

OVER: dict[Place, type[Page | Dialog[None]]] = {
    Place.PHOTO: PhotoPage,
    Place.ADD_ACCOUNT: AddAccount,
    Place.CLAIM: ClaimBox,
    Place.PROVE: ProveBox,
    Place.REMOVE: RemoveBox,
    Place.ADD_PRIVATE: AddPrivate,
    Place.REMOVE_PRIVATE: RemovePrivate,
    Place.FORGET_PLACES: ForgetPlaces,
    Place.HELP_NOW: HelpNow,
    Place.LAW: LawPage,
    Place.VERIFY: VerifyPage,
    Place.WAYS: WaysBox,
}
"""Places that stand over another one and lead back to it."""

CLOSED = frozenset({Place.WELCOME, Place.UNLOCK, Place.HELP_NOW, Place.LAW})
"""Places that need no open vault."""
