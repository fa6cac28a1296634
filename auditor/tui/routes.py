"""Which screen stands behind which place; each is imported when somebody goes there."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

from auditor.tui.base.messages import Route
from auditor.tui.page import Dialog, Page

_SCREENS = "auditor.tui.screens"
_Shown = TypeVar("_Shown")


class ScreensByRoute(Mapping[Route, type[_Shown]], Generic[_Shown]):
    """Screens by place, from the module of tui/screens and the name of each."""

    def __init__(self, places: Mapping[Route, tuple[str, str]]) -> None:
        self._places = places

    def __getitem__(self, place: Route) -> type[_Shown]:
        module, name = self._places[place]
        screen: type[_Shown] = getattr(importlib.import_module(f"{_SCREENS}.{module}"), name)
        return screen

    @property
    def modules(self) -> Iterator[str]:
        """The modules of tui/screens in which they are, each once."""
        return iter(dict.fromkeys(module for module, _name in self._places.values()))

    def __contains__(self, place: object) -> bool:
        return place in self._places

    def __iter__(self) -> Iterator[Route]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


PAGES: ScreensByRoute[Page] = ScreensByRoute(
    {
        Route.WELCOME: ("welcome", "Welcome"),
        Route.UNLOCK: ("unlock", "Unlock"),
        Route.OVERVIEW: ("overview", "OverviewPage"),
        Route.ACCOUNTS: ("accounts", "AccountsPage"),
        Route.PHOTOS: ("photos", "PhotosPage"),
        Route.FINDINGS: ("findings", "FindingsPage"),
        Route.PLAN: ("plan", "PlanPage"),
        Route.SCAN: ("scan", "ScanPage"),
        Route.NETWORK: ("network", "NetworkPage"),
        Route.PRIVATE: ("private", "PrivatePage"),
        Route.LIKENESS: ("likeness", "LikenessPage"),
        Route.LINKS: ("links", "LinksPage"),
        Route.PLACES: ("places", "PlacesPage"),
        Route.CHANGES: ("changes", "ChangesPage"),
    }
)
"""Places that take the whole screen; going there leaves the one before."""

OVER: ScreensByRoute[Page | Dialog[None]] = ScreensByRoute(
    {
        Route.PHOTO: ("photo", "PhotoPage"),
        Route.ADD_ACCOUNT: ("add_account", "AddAccount"),
        Route.CHECKLIST: ("checklist", "ChecklistPage"),
        Route.CLAIM: ("claim", "ClaimBox"),
        Route.PROVE: ("prove", "ProveBox"),
        Route.REMOVE: ("confirm", "RemoveBox"),
        Route.ADD_PRIVATE: ("add_private", "AddPrivate"),
        Route.REMOVE_PRIVATE: ("confirm", "RemovePrivate"),
        Route.FORGET_PLACES: ("confirm", "ForgetPlaces"),
        Route.HELP_NOW: ("help_now", "HelpNow"),
        Route.LAW: ("law", "LawPage"),
        Route.VERIFY: ("verify", "VerifyPage"),
        Route.HELPS: ("helps", "HelpsBox"),
        Route.ACT: ("act_as_owner", "ActBox"),
        Route.QUESTION: ("question", "QuestionPage"),
        Route.DO_STEP: ("do_step", "DoStepBox"),
        Route.BROWSE: ("browse", "BrowseBox"),
        Route.LETTER: ("letter", "LetterBox"),
        Route.CASE: ("case", "CaseBox"),
        Route.COPIES: ("clean_copies", "CopiesBox"),
        Route.SIGNING: ("signing", "SigningBox"),
        Route.EXPORT: ("export", "ExportBox"),
        Route.OPT_OUT: ("opt_out", "OptOutBox"),
        Route.ERASE: ("erase", "EraseBox"),
        Route.ARCHIVE: ("archive", "ArchivePage"),
        Route.REPORTED: ("reported", "ReportedPage"),
        Route.ADD_REPORTED: ("add_reported", "AddReported"),
        Route.LOOK_REPORTED: ("look_reported", "LookReported"),
        Route.NEXT_REPORTED: ("next_reported", "NextReported"),
        Route.LOOK_ALIKES: ("look_alikes", "LookAlikesPage"),
        Route.WEB_COPIES: ("web_copies", "WebCopiesPage"),
        Route.TRAINING_SETS: ("training_sets", "TrainingSetsBox"),
        Route.PICTURE_SEARCH: ("picture_search", "PictureSearchPage"),
        Route.BREACHES: ("breaches", "BreachesPage"),
        Route.ASK_BREACHES: ("ask_breaches", "AskBreaches"),
        Route.OWN_KEYS: ("own_keys", "OwnKeysBox"),
        Route.TASKS: ("tasks", "TasksPage"),
        Route.TASK_RESULT: ("task_result", "TaskResultBox"),
        Route.TEACH: ("teach", "TeachPage"),
        Route.VOTE: ("vote", "VoteBox"),
        Route.CHART: ("chart", "ChartPage"),
        Route.AWARENESS: ("awareness", "AwarenessPage"),
        Route.DISCOVER: ("discover", "DiscoverPage"),
        Route.FORGOTTEN: ("forgotten", "ForgottenPage"),
    }
)
"""Places that stand over another one and lead back to it."""

CLOSED = frozenset(
    {
        *(Route.WELCOME, Route.UNLOCK, Route.HELP_NOW, Route.LAW, Route.ERASE),
        *(Route.TEACH, Route.VOTE, Route.AWARENESS),
    }
)
"""Places that need no open vault."""
