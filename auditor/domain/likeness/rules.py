"""The ladder of likeness exposure.

What one photo must show to count for a rung, and how many distinct photos reach it. The numbers are
those that programs and their guides name; no paper measures likeness against count and size for
people. Each has its source beside it. What is our own judgement: that blurred, covered and (from
T3) shared photos do not count for training, how blurred is too blurred, and when a second face
matters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auditor.domain.findings.check import Print
from auditor.domain.likeness.likeness import Threshold, Tier
from auditor.domain.photos.facts import Facts
from auditor.domain.photos.picture_contents import Face
from auditor.messages import N_

SHARP = 0.2
"""`Face.sharpness` from which a face is of use for training. Our judgement: guides say "sharp",
none gives a number. Measured: the face of scikit-image's astronaut has 0.76 as it is, 0.19 when it
is enlarged three times from 43 px.
"""

_MATTERS = 2
"""A second face matters if it is at least half as large as the largest. Our judgement; a ratio, so
that shrinking changes nothing.
"""

_SIDE_DEGREES = 20.0
_DARK, _BRIGHT = 85.0, 170.0
"""Bins of yaw and of the face's mean brightness (0-255, thirds), to tell variety. Our judgement."""

_FACES_SINCE = 2
"""The edition of facts that first looked for faces."""

_NEEDED_FOR_FACES = frozenset({"worker", "header", "pixels", "faces"})
"""Readers without which no face is found: where one of them could not do its part, faces are
unknown, not absent.
"""

_INSTANT_ID = "https://github.com/InstantID/InstantID"
_IP_ADAPTER = "https://github.com/tencent-ailab/IP-Adapter"
_DREAMBOOTH = "https://arxiv.org/abs/2208.12242"
_DIFFUSERS = "https://github.com/huggingface/diffusers/tree/main/examples/dreambooth"
_DIFFUSERS_FLUX = (
    "https://github.com/huggingface/diffusers/blob/main/examples/dreambooth/README_flux.md"
)
_SD_SCRIPTS = "https://github.com/kohya-ss/sd-scripts/blob/main/docs/config_README-en.md"
_REPLICATE = "https://replicate.com/lucataco/ai-toolkit/train"
_AI_TOOLKIT = "https://github.com/ostris/ai-toolkit"
_ROOP = "https://github.com/s0md3v/roop"
_GUIDE = "https://setuproll.com/courses/ai-image/lessons/ai-image-pro-training-a-lora"


@dataclass(frozen=True, slots=True)
class Rung:
    """What reaches a tier.

    `photos` distinct ones with a face of `face` px in a picture whose short side is `short` px.
    From T2 the face must be sharp and uncovered (`clear`), from T3 it must be the only one that
    matters (`solo`).
    """

    tier: Tier
    photos: Threshold
    face: Threshold
    short: Threshold | None
    clear: bool
    solo: bool
    text: str

    @property
    def thresholds(self) -> tuple[Threshold, ...]:
        """All numbers of the rung."""
        return (
            (self.photos, self.face) if self.short is None else (self.photos, self.face, self.short)
        )


RUNGS = (
    Rung(
        Tier.ONE_SHOT,
        Threshold("photos", 1, _INSTANT_ID),  # one image, no training
        Threshold(
            "face", 112, _IP_ADAPTER
        ),  # ArcFace, which the FaceID adapters and InstantID ask, takes 112 x 112
        None,
        clear=False,
        solo=False,
        text=N_(
            "{photos} photo with a face at least {face} px across: face swaps and one-photo "
            "methods work from that"
        ),
    ),
    Rung(
        Tier.FEW_SHOT,
        Threshold("photos", 4, _DREAMBOOTH),  # 3 to 5 images of a subject
        Threshold(
            "face", 256, _SD_SCRIPTS
        ),  # smallest bucket: min_bucket_reso, 256 unless said otherwise
        Threshold("short_side", 512, _DIFFUSERS),  # resolution of the examples for SD 1
        clear=True,
        solo=False,
        text=N_(
            "{photos} different photos, short side at least {short_side} px, with a sharp, "
            "uncovered face at least {face} px across: "
            "the published floor for teaching a model a subject"
        ),
    ),
    Rung(
        Tier.LORA,
        Threshold("photos", 12, _REPLICATE),  # fewest that the hosted trainer takes
        Threshold(
            "face", 128, _ROOP
        ),  # the crop that inswapper_128 works on: below it there is little to learn from
        Threshold(
            "short_side", 768, _AI_TOOLKIT
        ),  # resolutions 512, 768, 1024; images are never scaled up
        clear=True,
        solo=True,
        text=N_(
            "{photos} different photos, short side at least {short_side} px, showing one person "
            "alone with a sharp, uncovered face "
            "at least {face} px across: what hosted trainers ask for"
        ),
    ),
    Rung(
        Tier.SATURATED,
        Threshold(
            "photos", 30, _GUIDE
        ),  # 15 to 30; several guides agree and see no gain past about 50, none measured it
        Threshold("face", 128, _ROOP),
        Threshold(
            "short_side", 1024, _DIFFUSERS_FLUX
        ),  # resolution of the examples for SDXL and Flux
        clear=True,
        solo=True,
        text=N_(
            "{photos} different photos, short side at least {short_side} px, showing one person "
            "alone with a sharp, uncovered face "
            "at least {face} px across: guides see little gain beyond"
        ),
    ),
)

FACE_FLOOR = RUNGS[0].face.value
"""Px across: a smaller face counts for nothing."""

TRAINING_FACE = min(rung.face.value for rung in RUNGS if rung.clear)
"""Px across: a smaller face adds little to training."""

FAKE_FACE = next(rung.face.value for rung in RUNGS if rung.tier is Tier.FEW_SHOT)
"""Px across: one sharp, uncovered face of that size is enough for a good fake."""

TRAINING_SIDE = min(rung.short.value for rung in RUNGS if rung.short)
"""Px: a picture with a shorter side adds little to training."""


def rung_of(tier: Tier) -> Rung:
    """Return the rung that reaches `tier`. Raises StopIteration for T0, which asks for nothing."""
    return next(rung for rung in RUNGS if rung.tier is tier)


@dataclass(frozen=True, slots=True)
class Showing:
    """What one photo shows, in px.

    Its sides, the largest face, the largest clear one, and the clear face that is alone (0: none).
    Sides are 0 where the size of the picture is not known. `pose` and `light` are the bins of the
    largest face.
    """

    short: int
    long: int
    face: int
    clear: int
    alone: int
    pose: int
    light: int

    def counts(self, rung: Rung, longest: int | None = None) -> bool:
        """Whether the photo counts for `rung`.

        At its size, or after shrinking so that its long side is `longest` px.
        """
        face = self.alone if rung.solo else self.clear if rung.clear else self.face
        side = rung.short.value if rung.short else 0
        return (
            self._shrunk(face, longest) >= rung.face.value
            and self._shrunk(self.short, longest) >= side
        )

    def _shrunk(self, length: int, longest: int | None) -> int:
        return length if longest is None or self.long <= longest else length * longest // self.long


def showing(photo: Print) -> Showing:
    """Return what a photo shows. A photo whose faces were not looked for shows none."""
    return shown(photo.faces or (), (photo.width or 0, photo.height or 0))


def shown(several: Sequence[Face], sides: tuple[int, int]) -> Showing:
    """Return what a picture with these faces and these sides in px shows."""
    if not several:
        return Showing(min(sides), max(sides), 0, 0, 0, 0, 0)
    faces = sorted(several, key=lambda face: face.size, reverse=True)
    first = faces[0]
    alone = clear(first) and (len(faces) == 1 or faces[1].size * _MATTERS < first.size)
    return Showing(
        short=min(sides),
        long=max(sides),
        face=first.size,
        clear=largest_clear(faces),
        alone=first.size if alone else 0,
        pose=0 if first.yaw < -_SIDE_DEGREES else 1 if first.yaw <= _SIDE_DEGREES else 2,
        light=0 if first.brightness < _DARK else 1 if first.brightness <= _BRIGHT else 2,
    )


def faces_of(facts: Facts | None) -> tuple[Face, ...] | None:
    """Return the faces that were found, None where they were not looked for or could not be."""
    if facts is None or facts.edition < _FACES_SINCE:
        return None
    unknown = any(unread.reader in _NEEDED_FOR_FACES for unread in facts.unread)
    return facts.faces or (None if unknown else ())  # those that an earlier process found stay


def clear(face: Face) -> bool:
    """Whether a face is sharp and not covered.

    Where covering could not be told, it counts as uncovered.
    """
    return face.sharpness >= SHARP and face.covered is not True


def largest_clear(faces: Sequence[Face]) -> int:
    """Return the size in px of the largest clear face, 0 if there is none."""
    return max((face.size for face in faces if clear(face)), default=0)
