"""What a check of the log can find wrong, in words."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class Fault(StrEnum):
    """One way in which rows and chain can disagree."""

    BLOCK_MISSING = "block_missing"
    CHAIN_BROKEN = "chain_broken"
    KEY_UNKNOWN = "key_unknown"
    KEY_RETIRED = "key_retired"
    NOT_SIGNED = "not_signed"
    LEAVES_MISSING = "leaves_missing"
    LEAVES_CHANGED = "leaves_changed"
    ROW_MISSING = "row_missing"
    ROW_CHANGED = "row_changed"
    ROW_ELSEWHERE = "row_elsewhere"
    STREAM_LEAPS = "stream_leaps"
    FORGOTTEN = "forgotten"
    NOT_SEALING = "not_sealing"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, and where: in a block, at a row of a table, as far as it can be told."""

    fault: Fault
    height: int | None = None
    index: int | None = None
    source: str = ""
    row: int | None = None
    seq: int | None = None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Finding:
        return cls(**{**kept, "fault": Fault(kept["fault"])})

    def __str__(self) -> str:
        return str(_SENTENCES[self.fault]) % asdict(self)


_SENTENCES = {
    Fault.BLOCK_MISSING: _("Block %(height)s is missing from the chain."),
    Fault.CHAIN_BROKEN: _("Block %(height)s does not follow the block before it: one of the two was changed."),
    Fault.KEY_UNKNOWN: _("Block %(height)s names a key that this site never signed with."),
    Fault.KEY_RETIRED: _("Block %(height)s is signed with a key that a newer one had replaced before."),
    Fault.NOT_SIGNED: _("The signature of block %(height)s does not fit: its header or its signature was changed."),
    Fault.LEAVES_MISSING: _("Block %(height)s does not hold the leaves that it says: one was removed, added or moved."),
    Fault.LEAVES_CHANGED: _("The leaves of block %(height)s do not come to its root: one of them was changed."),
    Fault.ROW_MISSING: _("Row %(row)s (%(source)s) was sealed in block %(height)s, and is gone."),
    Fault.ROW_CHANGED: _(
        "Row %(row)s (%(source)s) is not what was sealed in block %(height)s: it, its leaf or its salt was changed."
    ),
    Fault.ROW_ELSEWHERE: _(
        "Row %(row)s (%(source)s) stands in another person’s line than it was sealed in (block %(height)s)."
    ),
    Fault.STREAM_LEAPS: _(
        "A stream leaps to %(seq)s in block %(height)s, at row %(row)s (%(source)s): something before it is gone."
    ),
    Fault.FORGOTTEN: _("Row %(row)s (%(source)s) was never sealed: it was put in behind what is sealed."),
    Fault.NOT_SEALING: _(
        "Rows wait to be sealed, from row %(row)s (%(source)s) on, and nobody has sealed for a while."
    ),
}
