"""What this program can read: sources, programs, archives and kept pages."""

from __future__ import annotations

from pathlib import Path

from auditor.adapters.clock import SystemClock
from auditor.adapters.gallery_dl import PROGRAM, GalleryDlProgram
from auditor.archives import all_formats
from auditor.captures import ALL as CAPTURES
from auditor.config import Settings
from auditor.domain.archives.readable import Readable, SourceKind, SourceState, TestedOn
from auditor.domain.views import PluginPart
from auditor.plugins import loading as plugins
from auditor.sources import ALL as SOURCES
from auditor.sources import build, is_off


def readable(folder: Path, settings: Settings) -> tuple[Readable, ...]:
    """Return everything that this program can read, the user's plugins first. Asks nobody.

    `folder` is that of the vault, beside which plugins are trusted.
    """
    plugged = plugins.load_sources(folder)
    live = {source.name: source for source in build(settings.sources)}
    program = GalleryDlProgram(settings.network, lambda _entry: None, SystemClock())
    state = SourceState.READY if program.installed() else SourceState.NOT_INSTALLED
    return (
        *(
            Readable(
                each.name, each.traits.title, SourceKind.LIVE, each.needs, TestedOn.DOCUMENTATION
            )
            for each in plugged
        ),
        *(
            Readable(name, "", SourceKind.LIVE, "", TestedOn.DOCUMENTATION, SourceState.NOT_LOADED)
            for (part, name) in plugins.failures
            if part is PluginPart.SOURCE
        ),
        *(
            Readable(
                entry.name,
                live[entry.name].traits.title,
                entry.kind,
                live[entry.name].needs,
                entry.tested_on,
                SourceState.OFF if is_off(entry, settings.sources) else SourceState.READY,
            )
            for entry in SOURCES
        ),
        Readable(PROGRAM, PROGRAM, SourceKind.PROGRAM, "program", TestedOn.REAL_SERVER, state),
        *(
            Readable(each.name, each.title, SourceKind.ARCHIVE, "archive", each.tested_on)
            for each in all_formats()
        ),
        *(
            Readable(name, title, SourceKind.PAGE, "page", tested_on)
            for name, title, tested_on in CAPTURES
        ),
    )
