"""Models named after invented people, found without asking anybody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from auditor.config import ServiceSettings
from auditor.domain.outside.look_alikes import Agrees, LookAlike, ModelSearch, SearchState
from auditor.domain.text.statement import Kind, Statement, Value
from auditor.engine.outside.look_alikes import LookAlikes, OwnName, OwnNames
from auditor.ports import Consent, Outgoing
from auditor.services.model_sites import Civitai, HuggingFace
from tests.fakes.people import ACCOUNTS, NOW


class FakeLookAlikes(LookAlikes):
    """Knows one search of each state. `word` takes the place of every text that others wrote."""

    def __init__(self, calls: list[str], word: str | None, *, empty: bool = False) -> None:
        self.calls = calls
        self.word = word
        self.empty = empty
        self.aside: set[str] = set()

    async def names(self, typed: Sequence[str] = ()) -> OwnNames:
        if self.empty:
            return OwnNames((), (Statement("no account of yours is proven"),))
        name = self.word or "majalindgren"
        said = Statement("{name}: left out", (Value("name", name, Kind.NAME),))
        return OwnNames((OwnName(name, True, frozenset({ACCOUNTS[0].id})),), (said,))

    def outgoing(self, names: Iterable[OwnName]) -> tuple[Outgoing, ...]:
        texts = [name.text for name in names]
        urls = ServiceSettings()
        sites = (Civitai(urls.civitai_url), HuggingFace(urls.hugging_face_url))
        return tuple(site.outgoing(texts) for site in sites)

    async def known(self) -> tuple[ModelSearch, ...]:
        if self.empty:
            return ()
        name = self.word or "majalindgren"
        found = ModelSearch(
            ACCOUNTS[0].id,
            "civitai",
            name,
            True,
            NOW,
            SearchState.FOUND,
            read=9,
            found=2,
            more=True,
            candidates=tuple(
                replace(each, not_me=each.url in self.aside)
                for each in (
                    LookAlike(
                        "https://civitai.com/models/1",
                        self.word or "LORA",
                        self.word or "Maja Lindgren",
                        tuple(Agrees),
                        person_flag=True,
                    ),
                    LookAlike("https://x.example/nude", "LORA", "", (Agrees.TITLE,), explicit=True),
                )
            ),
        )
        none = replace(found, site="hugging-face", state=SearchState.NONE_FOUND, candidates=())
        untold = replace(
            none,
            name="maja_l",
            state=SearchState.COULD_NOT_TELL,
            trouble=self.word or "huggingface.co does not answer",
        )
        return (found, none, untold)

    async def ask(
        self, consents: Sequence[Consent], names: Sequence[OwnName]
    ) -> tuple[ModelSearch, ...]:
        self.calls.append(f"ask {sum(len(each.shown.requests) for each in consents)}")
        return await self.known()

    async def set_aside(self, url: str, *, on: bool = True) -> None:
        self.calls.append(f"set_aside {url} {on}")
        (self.aside.add if on else self.aside.discard)(url)
