"""What the readers find in every picture of the practice range, kept in auditor/practice/prepared.

`python -m tests.prepared` says which stories are out of date, `python -m tests.prepared write`
makes those anew, and `... write NAME-LEVEL` these alone. It needs the extra `vision` and a minute
or two a story; what is known of the same bytes stays, unless `--anew` reads all again.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import auditor
from auditor.cli.options import GlobalOptions
from auditor.cli.own_range.session import practice_settings
from auditor.domain.account import Claim
from auditor.domain.photos.facts import EDITION, Facts
from auditor.domain.photos.reading import Reading
from auditor.practice.prepared.facts import (
    SEED,
    PreparedFacts,
    facts_for,
    name_of,
    packed,
    prepared_for,
    told,
)
from auditor.practice.prepared.readers import PreparedReaders, SmallReaders
from auditor.practice.range import PracticeRange
from auditor.practice.stories.cast import Cast, cast_of
from auditor.practice.stories.read import read_story, story_keys
from auditor.readers.optional_parts import VISION, available_parts
from auditor.wiring import Opening, open_session

FOLDER = Path(auditor.__file__).parent / "practice" / "prepared"


class RecordingReaders(PreparedReaders):
    """Keeps the facts of everything that it is asked to read."""

    def __init__(self, inner: SmallReaders, known: Mapping[str, Facts]) -> None:
        super().__init__(inner, known)
        self.found: dict[str, Facts] = {}

    async def read(
        self, data: bytes, *, file_name: str | None = None, watch: bool = False
    ) -> Reading:
        reading = await super().read(data, file_name=file_name, watch=watch)
        metadata = replace(reading.facts.metadata, file_name=None)
        self.found[reading.facts.sha256] = replace(reading.facts, metadata=metadata)
        return reading


def casts() -> Iterator[Cast]:
    """Every range that is prepared: the first three people, and each story at each level."""
    yield cast_of()
    for key in story_keys():
        for level in range(1, read_story(key).levels + 1):
            yield cast_of(key, level=level)


def why_old(cast: Cast) -> str:
    """Why a range has to be prepared anew, empty where it has not."""
    found = prepared_for(name_of(cast))
    if found is None:
        return "is not prepared"
    if found.edition != EDITION:
        return "the readers look for more"
    return "" if found.story == told(cast) else "the story has changed"


async def prepared(cast: Cast, *, anew: bool = False) -> PreparedFacts:
    """Scan everybody of a range with all readers, each in a session of their own."""
    known = {} if anew else facts_for(cast)
    found: dict[str, Facts] = {}
    story = cast.people[0].key if len(cast.people) == 1 else ""
    async with PracticeRange(seed=SEED, story=story, level=cast.level) as practice:
        settings = practice_settings(GlobalOptions().settings(), practice)
        settings = replace(settings, vault=replace(settings.vault, thumbnails=False))
        for person in cast.people:
            made: list[RecordingReaders] = []

            def around(pool: SmallReaders, made: list[RecordingReaders] = made) -> RecordingReaders:
                made.append(RecordingReaders(pool, known))
                return made[0]

            session = await open_session(
                Opening(settings, None, ephemeral=True, practice_only=True, around=around), None
            )
            try:
                for account in practice.accounts_of(person.key):
                    await session.accounts.add(
                        account.text,
                        claim=Claim(account.claim),
                        platform=account.platform,
                        handle=account.handle,
                        again=account.handle,
                    )
                await session.scan(None, lambda _event: None)
            finally:
                await session.close()
            found |= made[0].found
    facts = tuple(found[digest] for digest in sorted(found))
    return PreparedFacts(EDITION, told(cast), facts)


def main(arguments: list[str]) -> int:
    old = {name_of(cast): (cast, why_old(cast)) for cast in casts()}
    anew = "--anew" in arguments
    wanted = [each for each in arguments[1:] if each != "--anew"] or [
        name for name, (_cast, why) in old.items() if why
    ]
    if arguments[:1] != ["write"]:
        for name in wanted:
            print(name, old[name][1])
        return bool(wanted)
    if lacking := VISION - available_parts(vision=True):
        print("not installed:", ", ".join(sorted(lacking)))
        return 2
    for name in wanted:
        made = asyncio.run(prepared(old[name][0], anew=anew))
        data = packed(made)
        (FOLDER / f"{name}.json.xz").write_bytes(data)
        print(name, len(made.facts), "pictures,", len(data), "bytes", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
