"""The checks, one file each. `ALL` is the registry; its order is that of docs/checks.md."""

from __future__ import annotations

from auditor.checks import (
    ai_made,
    alt_text,
    broken_credentials,
    capture_time,
    clear_face,
    credentials_reveal,
    embedded_thumbnail,
    file_name,
    frequent_place,
    larger_original,
    likeness_exposure,
    open_licence,
    open_to_training,
    owner_name,
    position,
    private_image,
    routine,
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
    frequent_place.CHECK,
    routine.CHECK,
    serial_number.CHECK,
    owner_name.CHECK,
    capture_time.CHECK,
    embedded_thumbnail.CHECK,
    credentials_reveal.CHECK,
    broken_credentials.CHECK,
    ai_made.CHECK,
    likeness_exposure.CHECK,
    training_resolution.CHECK,
    clear_face.CHECK,
    larger_original.CHECK,
    same_photo.CHECK,
    same_avatar.CHECK,
    search_engines.CHECK,
    open_to_training.CHECK,
    open_licence.CHECK,
    file_name.CHECK,
    alt_text.CHECK,
)
