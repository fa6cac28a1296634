"""The ladder of likeness exposure.

What one photo must show to count for a rung, and how many distinct photos reach it. The numbers are
those that programs and their guides name; no paper measures likeness against count and size for
people. Each has its source beside it. What is our own judgement: that blurred, covered and (from
T3) shared photos do not count for training, how blurred is too blurred, and when a second face
matters.
"""

from __future__ import annotations

from collections.abc import Sequence

from auditor.dataclass import dataclass
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

MATTERS = 2
"""A second face matters if it is at least half as large as the largest. Our judgement; a ratio, so
that shrinking changes nothing.
"""

SIDE_DEGREES = 20.0
DARK, BRIGHT = 85.0, 170.0
"""Bins of yaw and of the face's mean brightness (0-255, thirds), to tell variety. Our judgement."""

_FACES_SINCE = 2
"""The edition of facts that first looked for faces."""

_NEEDED_FOR_FACES = frozenset({"worker", "header", "pixels", "faces"})
"""Readers without which no face is found: where one of them could not do its part, faces are
unknown, not absent.
"""

_INSTANT_ID = "https://arxiv.org/abs/2401.07519"
_ARC_FACE = "https://arxiv.org/abs/1801.07698"
_DREAMBOOTH = "https://arxiv.org/abs/2208.12242"
_SDXL = "https://arxiv.org/abs/2307.01952"
_PERSON_MODELS = "https://arxiv.org/abs/2505.03859"

_PAPER = N_("paper")
_TRAINER = N_("manual of a training program")
_HOSTED = N_("form of a hosted trainer")
_SWAPPER = N_("input of a face-swap model")
_GUIDES = N_("guides, none of which measured it")
_READ = 2026
"""The year in which programs, forms and guides were read. docs/likeness.md names them."""


@dataclass(frozen=True, slots=True)
class Rung:
    """What reaches a tier.

    `photos` distinct ones with a face of `face` px in a picture whose short side is `short` px.
    From T2 the face must be sharp and uncovered (`clear`), from T3 it must be the only one that
    matters (`solo`). `source` is the URL of a paper on what can be made then.
    """

    tier: Tier
    photos: Threshold
    face: Threshold
    short: Threshold | None
    clear: bool
    solo: bool
    text: str
    source: str

    @property
    def thresholds(self) -> tuple[Threshold, ...]:
        """All numbers of the rung."""
        return (
            (self.photos, self.face) if self.short is None else (self.photos, self.face, self.short)
        )


RUNGS = (
    Rung(
        Tier.ONE_SHOT,
        Threshold("photos", 1, _INSTANT_ID, 2024, _PAPER),  # one image, no training
        Threshold("face", 112, _ARC_FACE, 2018, _PAPER),  # crops of 112 x 112, as ID adapters take
        None,
        clear=False,
        solo=False,
        text=N_(
            "{photos} photo with a face at least {face} px across: fakes from one photo work from "
            "that, and a model can be made from it by first generating more pictures; fewer photos "
            "make it worse, not impossible"
        ),
        source=_INSTANT_ID,
    ),
    Rung(
        Tier.FEW_SHOT,
        Threshold("photos", 4, _DREAMBOOTH, 2022, _PAPER),  # 3 to 5 images of a subject
        Threshold("face", 256, _SDXL, 2023, _PAPER),  # the smallest size the model was trained at
        Threshold("short_side", 512, _SDXL, 2023, _PAPER),  # smaller ones were left out for SD 1
        clear=True,
        solo=False,
        text=N_(
            "{photos} different photos, short side at least {short_side} px, with a sharp, "
            "uncovered face at least {face} px across: "
            "the published floor for teaching a model a subject"
        ),
        source=_DREAMBOOTH,
    ),
    Rung(
        Tier.LORA,
        Threshold("photos", 12, "", _READ, _HOSTED),  # the fewest that it takes
        Threshold("face", 128, "", _READ, _SWAPPER),  # below it there is little to learn from
        Threshold("short_side", 768, "", _READ, _TRAINER),  # 512, 768, 1024; never scaled up
        clear=True,
        solo=True,
        text=N_(
            "{photos} different photos, short side at least {short_side} px, showing one person "
            "alone with a sharp, uncovered face "
            "at least {face} px across: what hosted trainers ask for"
        ),
        source=_PERSON_MODELS,  # made from as few as 20 images
    ),
    Rung(
        Tier.SATURATED,
        Threshold("photos", 30, "", _READ, _GUIDES),  # 15 to 30, no gain past about 50
        Threshold("face", 128, "", _READ, _SWAPPER),
        Threshold("short_side", 1024, _SDXL, 2023, _PAPER),  # the size that the model works at
        clear=True,
        solo=True,
        text=N_(
            "{photos} different photos, short side at least {short_side} px, showing one person "
            "alone with a sharp, uncovered face "
            "at least {face} px across: guides see little gain beyond"
        ),
        source=_PERSON_MODELS,
    ),
)

FACE_FLOOR = RUNGS[0].face.value
"""Px across: a smaller face counts for nothing. A face of this size is enough for a fake, if a poor
one: the aligned crop that ID adapters and face recognition take (arXiv 1801.07698, 2018).
"""

CLEAR_FACE_SIDE = RUNGS[1].face.value
"""Px across: one sharp, uncovered face of this size is clear enough for a good fake. The smallest
size that SDXL was trained at (arXiv 2307.01952, 2023); that it also parts good from poor fakes is
our judgement: of small faces it is only known that methods fail more (arXiv 2408.09248, 2024).
"""

TRAINING_FACE = min(rung.face.value for rung in RUNGS if rung.clear)
"""Px across: a smaller face adds little to training."""

TRAINING_SIDE = min(rung.short.value for rung in RUNGS if rung.short)
"""Px: a picture with a shorter side adds little to training."""

SHRINK_TARGETS = (TRAINING_SIDE, CLEAR_FACE_SIDE, FACE_FLOOR)
"""Px across: below what the best picture's face may be brought. A face of 512 px alone fills a
picture for training.
"""


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
    faces = (
        sorted(several, key=lambda face: face.size, reverse=True) if len(several) > 1 else several
    )
    first = faces[0]
    alone = clear(first) and (len(faces) == 1 or faces[1].size * MATTERS < first.size)
    return Showing(
        short=min(sides),
        long=max(sides),
        face=first.size,
        clear=largest_clear(faces),
        alone=first.size if alone else 0,
        pose=0 if first.yaw < -SIDE_DEGREES else 1 if first.yaw <= SIDE_DEGREES else 2,
        light=0 if first.brightness < DARK else 1 if first.brightness <= BRIGHT else 2,
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
