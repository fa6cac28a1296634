"""Every JSON document: its name, its shape, and which commands print it.

docs/schema and docs/json.md are made of this (`make docs`); the tests hold every document that a
command prints against it.
"""

from __future__ import annotations

from auditor.dataclass import dataclass
from auditor.report.json.shapes import (
    answers,
    archives,
    breaches,
    exposure,
    files,
    findings,
    guidance,
    outside,
    photos,
    plugins,
)
from auditor.report.json.shapes.forgotten import candidates, services
from auditor.report.json.shapes.lessons import awareness


@dataclass(frozen=True, slots=True)
class DocumentShape:
    """One document.

    `name` stands in the middle of its `schema` key (`auditor/NAME/VERSION`). `shape` is the typed
    dictionary of everything after that key. `commands` are those that print it with `--json`;
    `also` says where else it comes from, if it does.
    """

    name: str
    shape: type
    commands: tuple[str, ...]
    version: int = 1
    also: str = ""

    @property
    def schema(self) -> str:
        """What stands in the document's first key."""
        return f"auditor/{self.name}/{self.version}"


ALL: tuple[DocumentShape, ...] = (
    DocumentShape("account", findings.AddedAccountJson, ("accounts add",), version=2),
    DocumentShape("accounts", findings.AccountsJson, ("accounts list",), version=2),
    DocumentShape("answers", answers.AnswersJson, ("answers",), version=2),
    DocumentShape("archived", outside.ArchivedCopiesJson, ("archived",)),
    DocumentShape("awareness", awareness.AwarenessJson, ("awareness",)),
    DocumentShape("awareness-check", awareness.AwarenessCheckJson, ("awareness check",)),
    DocumentShape("awareness-lesson", awareness.AwarenessLessonJson, ("awareness lesson",)),
    DocumentShape(
        "awareness-result", awareness.AwarenessResultJson, ("awareness test", "awareness result")
    ),
    DocumentShape("awareness-try", awareness.AwarenessTryJson, ("awareness try",)),
    DocumentShape("breaches", breaches.BreachesJson, ("breaches",)),
    DocumentShape("case", files.CaseJson, ("case",), version=2),
    DocumentShape("changes", findings.ChangesJson, ("changes",)),
    DocumentShape("checklist", guidance.ChecklistJson, ("checklist",)),
    DocumentShape("checks", findings.ChecksJson, ("checks",)),
    DocumentShape("class-figures", answers.ClassFiguresJson, ("practice results show",)),
    DocumentShape("corpus-search", outside.CorpusSearchJson, ("corpus search",)),
    DocumentShape("demo", answers.DemoRunJson, ("demo",), version=2),
    DocumentShape("discover", candidates.DiscoveredJson, ("discover",)),
    DocumentShape("findings", findings.FindingsJson, ("findings", "findings mark")),
    DocumentShape("forgotten", services.ForgottenJson, ("forgotten",)),
    DocumentShape("guidance-check", guidance.GuidanceCheckJson, ("guidance check",), version=2),
    DocumentShape("harden", files.HardenJson, ("harden",)),
    DocumentShape("hash", files.HashJson, ("hash",)),
    DocumentShape("help-services", guidance.HelpServicesJson, ("help-services",), version=2),
    DocumentShape("import", archives.ImportJson, ("import",)),
    DocumentShape("inspect", photos.InspectJson, ("inspect",)),
    DocumentShape("keys", breaches.ServiceKeysJson, ("keys list",)),
    DocumentShape("law", guidance.LawJson, ("law",), version=2),
    DocumentShape("letters", guidance.LettersJson, ("letter",)),
    DocumentShape("likeness", exposure.LikenessJson, ("likeness",)),
    DocumentShape("likeness-watch", outside.LikenessWatchJson, ("likeness-watch",)),
    DocumentShape("links", exposure.LinksJson, ("links",)),
    DocumentShape("match", files.MatchJson, ("match",)),
    DocumentShape("network-log", findings.NetworkLogJson, ("network-log",)),
    DocumentShape("openness", exposure.OpennessJson, ("openness",)),
    DocumentShape("opt-out", exposure.OptOutJson, ("opt-out",)),
    DocumentShape("password-check", outside.PasswordCheckJson, ("password-check",)),
    DocumentShape("photos", photos.PhotosJson, ("photos",)),
    DocumentShape("places", exposure.PlacesJson, ("places",)),
    DocumentShape("plan", findings.PlanJson, ("plan",), version=2),
    DocumentShape("plugins", plugins.PluginsJson, ("plugins list",)),
    DocumentShape("practice-check", answers.PracticeCheckJson, ("practice check",)),
    DocumentShape("practice-packs", answers.PacksJson, ("practice pack",)),
    DocumentShape("practice-join", answers.PracticeJoinJson, ("practice join",)),
    DocumentShape("practice-range", answers.PracticeRangeJson, ("practice serve",)),
    DocumentShape("practice-tasks", answers.PracticeTasksJson, ("practice tasks",)),
    DocumentShape("private_list", files.PrivateListJson, ("private list",)),
    DocumentShape(
        "private_match", files.PrivateMatchesJson, ("private match", "private check-link")
    ),
    DocumentShape("private_plan", files.PrivatePlanJson, ("private plan",)),
    DocumentShape(
        "report", findings.ReportJson, (), also="auditor report --format json", version=2
    ),
    DocumentShape(
        "reported",
        outside.ReportedJson,
        ("reported add", "reported list", "reported check", "reported next", "reported done"),
    ),
    DocumentShape("scan", answers.ScanRunJson, ("scan",), version=2),
    DocumentShape("sign", files.SignJson, ("sign",)),
    DocumentShape("sign_key", files.SignKeyJson, ("sign-key create", "sign-key show")),
    DocumentShape("sources", archives.SourcesJson, ("sources",)),
    DocumentShape("trust", files.TrustJson, ("trust import", "trust list", "trust use")),
    DocumentShape("verify", findings.VerifyJson, ("verify",)),
)
