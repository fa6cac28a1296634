"""The report as one JSON document, auditor/report/2: masked unless asked for everything."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing

from auditor.domain.findings.answer import QuestionAnswer, not_seen
from auditor.domain.findings.finding import Finding
from auditor.domain.findings.plan import PlanStep
from auditor.domain.views import AccountState
from auditor.engine.session import Session
from auditor.report.json import documents
from auditor.report.json.answer_document import answers_alone
from auditor.report.json.plan_document import step
from auditor.report.json.shapes.findings import (
    AccountStateJson,
    FindingJson,
    QuestionStateJson,
    StepJson,
)
from auditor.report.json.streams import in_order, photo_rows
from auditor.report.json.streams import pieces as document
from auditor.report.masks import Masks
from auditor.report.shown_answers import about
from auditor.report.view import ReportView


async def pieces(view: ReportView) -> AsyncGenerator[str, None]:
    """Yield the document. What was not checked comes first."""
    session, masks = view.session, view.masks
    steps = (await session.planning.plan()).steps
    body = {
        "made_at": view.made_at,
        "masked": not view.full,
        "not_checked": list(view.not_checked),
        "not_seen": not_seen(view.exact_answers) if view.exact_answers else None,
        "answers": [_answer(each, masks) for each in view.exact_answers],
        "accounts": [_account(state, masks) for state in view.states],
        "photos": photo_rows(session.stream_photos()) if view.full else [],
        "findings": _findings(session, masks),
        "plan": in_order(_step(each, masks) for each in steps),
    }
    async for piece in document(  # no list of photos or findings is whole in memory
        "report", body, 2
    ):
        yield piece
    yield "\n"


async def _findings(session: Session, masks: Masks) -> AsyncIterator[FindingJson]:
    async with aclosing(session.stream_findings()) as found:
        async for finding in found:
            yield _finding(finding, masks)


def _answer(told: QuestionAnswer, masks: Masks) -> QuestionStateJson:
    (shown,) = answers_alone((told,))
    if not masks.full:
        shown["sentence"] = " · ".join(map(masks.statement, told.sentence))
    return shown


def _account(state: AccountState, masks: Masks) -> AccountStateJson:
    shown = documents.account_state(state)
    if masks.full:
        return shown
    label = masks.account(state.account.id)
    return {
        **shown,
        "id": label,
        "handle": label,
        "url": "",
        "reason": masks.text(state.reason) or None,
        "notes": [masks.text(note) for note in state.notes],
    }


def _finding(finding: Finding, masks: Masks) -> FindingJson:
    shown, seen = documents.finding(finding), finding.observation
    if masks.full:
        return shown
    return {
        **shown,
        "id": masks.finding(finding.id),
        "account": masks.account(seen.account),
        "photo": masks.photo(seen.photo or "") or None,
        "related": [masks.photo(photo) for photo in seen.related],
        "title": masks.statement(seen.title),
        "evidence": [
            {"text": masks.statement(each.statement), "url": None} for each in seen.evidence
        ],
        "remedy": {**shown["remedy"], "url": masks.page(finding.remedy.url) or None},
    }


def _step(step_: PlanStep, masks: Masks) -> StepJson:
    shown = step(step_)
    if masks.full:
        return shown
    label = masks.account(step_.account)
    return {
        **shown,
        "id": masks.step(step_.id),
        "account": label,
        "about": None if step_.about is None else about(step_, label, masks),
        "photos": [masks.photo(photo) for photo in step_.photos],
        "settles": [masks.finding(found) for found in step_.settles],
        "findings": [masks.finding(found) for found in step_.findings],
        "url": masks.page(step_.remedy.url) or None,
        "settings": [
            {**each, "url": masks.page(each["url"] or "") or None} for each in shown["settings"]
        ],
    }
