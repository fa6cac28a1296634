"""The JSON document of models that may be named after the person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from auditor.domain.outside.look_alikes import ModelSearch, SearchState
from auditor.domain.text.statement import Kind, Statement, mask
from auditor.guidance.removal.model_sites import MEANS, ModelSite, sites
from auditor.messages import _
from auditor.ports import Outgoing
from auditor.report.json.documents import write
from auditor.report.json.outgoing import sent
from auditor.report.json.photo_document import text
from auditor.report.json.shapes.outside import (
    LikenessWatchJson,
    LookAlikeJson,
    ModelRemovalJson,
    ModelSearchJson,
)
from auditor.report.words.look_alikes import NamedModel, candidates, evidence, why


def likeness_watch(
    searches: Sequence[ModelSearch],
    not_asked: Iterable[Statement] = (),
    outgoing: Iterable[Outgoing] = (),
    *,
    dry_run: bool = False,
    masked: bool = False,
) -> str:
    """auditor/likeness-watch/1."""
    body: LikenessWatchJson = {
        "means": _(MEANS),
        "dry_run": dry_run,
        "candidates": [_candidate(each, masked=masked) for each in candidates(searches)],
        "searches": [_search(each, masked=masked) for each in searches],
        "not_asked": [text(each.render(masked=masked)) for each in not_asked],
        "removal": [_removal(site) for site in sites()],
        "sent": sent(outgoing, masked=masked),
    }
    return write("likeness-watch", body)


def _candidate(candidate: NamedModel, *, masked: bool) -> LookAlikeJson:
    model = candidate.model
    title = mask(model.title, Kind.NAME) if masked else model.title
    return {
        "site": candidate.site,
        "kind": text(model.kind),
        "name": None if model.explicit else text(title),
        "url": mask(model.url, Kind.URL) if masked else text(model.url),
        "person_flag": model.person_flag,
        "explicit": model.explicit,
        "not_me": model.not_me,
        "evidence": [text(each.render(masked=masked)) for each in evidence(candidate)],
    }


def _search(search: ModelSearch, *, masked: bool) -> ModelSearchJson:
    untold = search.state is SearchState.COULD_NOT_TELL
    return {
        "site": search.site,
        "name": mask(search.name, Kind.NAME) if masked else text(search.name),
        "state": search.state.value,
        "asked_at": search.asked_at,
        "read": search.read,
        "found": search.found,
        "more": search.more,
        "reason": text(why(search)) if untold else None,
    }


def _removal(site: ModelSite) -> ModelRemovalJson:
    return {
        "site": site.key,
        "title": site.title,
        "steps": [_(step) for step in site.steps],
        "note": _(site.note),
        "source": site.source_url,
        "checked": site.checked_on.isoformat(),
    }
