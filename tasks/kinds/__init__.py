"""The kinds of work, each a complete folder. A new kind is a folder and a line in `KINDS`."""

from __future__ import annotations

from django.utils.functional import Promise

from tasks.kinds.audio_classification.kind import KIND as AUDIO_CLASSIFICATION
from tasks.kinds.audio_transcription.kind import KIND as AUDIO_TRANSCRIPTION
from tasks.kinds.base import Kind
from tasks.kinds.image_boxes.kind import KIND as IMAGE_BOXES
from tasks.kinds.image_classification.kind import KIND as IMAGE_CLASSIFICATION
from tasks.kinds.image_keypoints.kind import KIND as IMAGE_KEYPOINTS
from tasks.kinds.image_polygons.kind import KIND as IMAGE_POLYGONS
from tasks.kinds.image_transcription.kind import KIND as IMAGE_TRANSCRIPTION
from tasks.kinds.text_classification.kind import KIND as TEXT_CLASSIFICATION

KINDS: dict[str, Kind] = {
    kind.slug: kind
    for kind in (
        IMAGE_CLASSIFICATION,
        IMAGE_BOXES,
        IMAGE_POLYGONS,
        IMAGE_KEYPOINTS,
        IMAGE_TRANSCRIPTION,
        AUDIO_TRANSCRIPTION,
        AUDIO_CLASSIFICATION,
        TEXT_CLASSIFICATION,
    )
}


class UnknownKind(Exception):
    """No kind of work has this slug."""


def kind_named(slug: str) -> Kind:
    """The kind with this slug. Raises UnknownKind."""
    try:
        return KINDS[slug]
    except KeyError:
        raise UnknownKind(slug) from None


def choices() -> list[tuple[str, str | Promise]]:
    """Slugs and names, for a form."""
    return [(kind.slug, kind.name) for kind in KINDS.values()]
