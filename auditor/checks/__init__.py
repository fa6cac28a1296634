"""The checks, one file each. `ALL` is the registry; its order is that of docs/checks.md."""

from __future__ import annotations

from auditor.checks import (
    alt_text,
    capture_time,
    embedded_thumbnail,
    file_name,
    larger_original,
    owner_name,
    position,
    private_image,
    same_avatar,
    same_photo,
    search_engines,
    serial_number,
    training_resolution,
)
from auditor.domain.check import Check

ALL: tuple[Check, ...] = (
    private_image.CHECK,
    position.CHECK,
    serial_number.CHECK,
    owner_name.CHECK,
    capture_time.CHECK,
    embedded_thumbnail.CHECK,
    training_resolution.CHECK,
    larger_original.CHECK,
    same_photo.CHECK,
    same_avatar.CHECK,
    search_engines.CHECK,
    file_name.CHECK,
    alt_text.CHECK,
)
