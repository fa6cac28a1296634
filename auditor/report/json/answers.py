"""The JSON documents of the answers to the eight questions, at any time and after a scan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from auditor.domain.findings.answer import QuestionAnswer, not_seen
from auditor.domain.findings.digest import Scene
from auditor.domain.findings.plan import Closings
from auditor.domain.findings.question import QuestionId
from auditor.domain.views import Coverage, ScanRecord
from auditor.engine.scan.events import FirstAnswers
from auditor.report.json.answer_document import answers_alone, questions
from auditor.report.json.documents import scanned, write
from auditor.report.json.shapes.answers import AnswersJson, FirstAnswersJson, ScanRunJson


def answers(
    told: Sequence[QuestionAnswer], closings: Mapping[QuestionId, Closings], scene: Scene
) -> str:
    """auditor/answers/2."""
    body: AnswersJson = {
        "questions": questions(told, closings),
        "not_seen": not_seen(told),
        "reading": {"photos": scene.photos, "looked_at": scene.looked_at}
        if scene.going_on
        else None,
    }
    return write("answers", body, version=2)


def scan(record: ScanRecord, coverage: Coverage | None, first: FirstAnswers | None) -> str:
    """auditor/scan/2."""
    told: FirstAnswersJson | None = None
    if first is not None:
        told = {
            "seconds": round(first.seconds, 2),
            "photos": first.photos,
            "looked": first.looked,
            "questions": answers_alone(first.answers),
        }
    body: ScanRunJson = {**scanned(record, coverage), "first_answers": told}
    return write("scan", body, version=2)
