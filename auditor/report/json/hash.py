"""The JSON documents of `auditor hash` and `auditor match`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from auditor.domain.photos.facts import Pdq
from auditor.domain.photos.hashes import FileHashes, SecondOpinions, VideoHashes
from auditor.report.json.documents import write
from auditor.report.json.photo_document import text
from auditor.report.json.shapes.files import (
    FilePdqJson,
    HashedFileJson,
    HashJson,
    MatchJson,
    PairJson,
    SecondOpinionsJson,
    VideoHashesJson,
)


def hashes(found: Sequence[tuple[str, FileHashes]]) -> str:
    """auditor/hash/1."""
    body: HashJson = {"files": [_file(file, hashes) for file, hashes in found]}
    return write("hash", body)


def _file(file: str, found: FileHashes) -> HashedFileJson:
    return {
        "file": text(file),
        "pdq": _pdq(found.pdq),
        "perceptual": _second_opinions(found.second_opinions),
        "md5": found.md5,
        "sha256": found.sha256,
        "video": _video(found.video),
        "error": text(found.error) or None,
    }


def _pdq(pdq: Pdq | None) -> FilePdqJson | None:
    if pdq is None:
        return None
    return {
        "hash": pdq.hash,
        "quality": pdq.quality,
        "variant": pdq.variant,
        "dihedral": list(pdq.dihedral),
        "reliable": pdq.reliable,
        "unstable": pdq.unstable,
    }


def _second_opinions(seen: SecondOpinions | None) -> SecondOpinionsJson | None:
    if seen is None:
        return None
    return {
        "phash": seen.phash,
        "dhash": seen.dhash,
        "whash": seen.whash,
        "colorhash": seen.colorhash,
        "crop_resistant": list(seen.crop_resistant) if seen.crop_resistant is not None else None,
    }


def _video(video: VideoHashes | None) -> VideoHashesJson | None:
    if video is None:
        return None
    return {
        "md5": video.md5,
        "frames": [
            {"second": frame.second, "hash": frame.hash, "quality": frame.quality}
            for frame in video.frames
        ],
    }


def pairs(found: Iterable[tuple[str, str, int, int, int]], distance: int) -> str:
    """Write auditor/match/1.

    `found` holds (needle, hay, distance, line of the needle, line of the hay), lines from 1.
    """
    rows: list[PairJson] = [
        {"needle": needle, "hay": hay, "distance": bits, "needle_line": i, "hay_line": j}
        for needle, hay, bits, i, j in found
    ]
    body: MatchJson = {"distance": distance, "pairs": rows}
    return write("match", body)
