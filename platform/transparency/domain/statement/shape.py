"""The shape of a labour statement: what its JSON Schema is made from, and what every statement is checked against.

Decimals are texts, so that no reader rounds them and a signature is over the same bytes everywhere.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

VERSION: Literal["1.0.0"] = "1.0.0"
SCHEMA = "https://json-schema.org/draft/2020-12/schema"
Decimal = Annotated[str, Field(pattern=r"^-?\d+(\.\d+)?$")]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Moment = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$")]
Reason = Literal["k", "dominance", "complementary", "no_consent", "nothing_measured"]


class Part(BaseModel):
    """A part of a statement: its names are written `lab:camelCase`, and no others are allowed."""

    model_config = ConfigDict(
        alias_generator=lambda name: f"lab:{to_camel(name)}",
        validate_by_name=True,
        extra="forbid",
        frozen=True,
        defer_build=True,
    )


class Measure(Part):
    """One figure. `value` is null where it is kept back; `n` is the rounded number of workers behind it."""

    value: Decimal | None
    unit: str
    n: int | None
    metric: str
    metric_version: str


class File(Part):
    name: str
    content_type: str
    sha256: Sha256
    bytes: int
    rows: int


class Dataset(Part):
    name: str
    identifier: str
    version: str
    files: list[File]


class Platform(Part):
    name: str
    url: str
    software_version: str


class Period(Part):
    start: Day | None
    end: Day | None
    time_zone: str


class TaskKind(Part):
    kind: str
    instructions_sha256: Sha256
    price_per_task: Decimal
    expected_seconds: int
    estimate_basis: Literal["pilot", "requester"]


class Spread(Part):
    min: int
    median: int
    max: int


class Workers(Part):
    """`count` is rounded to the base of 5; null stands for fewer than eleven."""

    count: int | None
    rounded: Literal[True] = True
    fewer_than: int | None


class Hours(Part):
    total: Measure
    by_kind: dict[str, Measure] | None = None


class TaskSeconds(Part):
    p10: Measure
    p50: Measure
    p90: Measure


class PaidOnly(Part):
    median: Measure
    ratio_of_sums: Measure


class Hourly(Part):
    paid_only: PaidOnly
    all_tasks: Measure
    all_tasks_median: Measure
    all_tasks_p10: Measure
    all_tasks_p90: Measure
    whole_presence: Measure


class Floor(Part):
    hourly: Decimal
    currency: str
    kind: str
    country: str
    source: str
    valid_from: Day
    guaranteed: bool


class TimeToPay(Part):
    p50: Measure
    p95: Measure
    max: Measure


class Rejections(Part):
    decided: int
    rejected: int
    rate: Measure
    rate_low95: Decimal | None
    rate_high95: Decimal | None
    appealed: int
    overturned: int
    unpaid_value: Decimal


class Qualification(Part):
    required: bool
    unpaid_hours: Measure


class Line(Part):
    """What a rounded part of the workers said of themselves."""

    question: str
    code: str
    share: Decimal
    ci95: tuple[Decimal, Decimal]
    n: int


class Kept(Part):
    path: str
    reason: Reason


class Consent(Part):
    purposes: list[str]
    text_version: str


class Recourse(Part):
    contact: str
    appeal_url: str
    ombuds: str | None


class Aggregation(Part):
    method: str
    disagreement_released: bool
    gold_items_share: Decimal


class Assistance(Part):
    used: bool
    tool: str | None
    prefilled_share: Decimal


class TimeMethod(Part):
    idle_grace_seconds: int
    heartbeat_seconds: int
    cluster_minutes: list[int]
    self_report_used: bool


class AuditRoot(Part):
    """The newest block of the sealed log, whole: its header is what was signed, so it can be checked by itself."""

    block_height: int
    merkle_root: Sha256
    public_key_id: str
    log_url: str
    header: Annotated[dict[str, Any], Field(alias="header")]
    signature: Annotated[str, Field(alias="signature")]
    public_key: Annotated[str, Field(alias="public_key")]


class Fairwork(Part):
    points: int
    of: int
    evidence_url: str


class Statement(Part):
    """A labour statement, version 1.0.0."""

    statement_version: Literal["1.0.0"]
    generated_at: Moment
    dataset: Dataset
    platform: Platform
    requester: str
    purpose: str
    content_risk: list[str]
    period: Period
    task_kinds: list[TaskKind]
    items: int
    annotations: int
    annotations_per_item: Spread
    workers: Workers
    hours_paid: Hours
    hours_unpaid: Hours
    unpaid_minutes_per_paid_hour: Measure
    currency: str
    pay_total: Decimal
    fee_total: Decimal
    top_up_total: Decimal
    bonus_total: Decimal
    task_seconds: TaskSeconds
    hourly: Hourly
    floor: Floor | None
    share_at_or_above_floor: Measure
    time_to_pay: TimeToPay
    rejections: Rejections
    rejected_work_included: Literal[False]
    qualification: Qualification
    workers_by_country: list[Line]
    annotator_demographics: list[Line]
    demographics_answer_rate: Decimal | None
    questionnaire_version: str
    suppressed: list[Kept]
    consent: Consent
    recourse: Recourse
    wellbeing: str
    aggregation: Aggregation
    ai_assistance: Assistance
    time_method: TimeMethod
    audit_root: AuditRoot | None
    fairwork_self_score: Fairwork | None
    limitations: list[str]


_SIGNATURE = {
    "type": "object",
    "properties": {name: {"type": "string"} for name in ("algorithm", "keyId", "publicKey", "value")},
    "required": ["algorithm", "keyId", "publicKey", "value"],
    "additionalProperties": False,
}


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a whole file: the statement, its context, its name and its signature."""
    own = Statement.model_json_schema(by_alias=True)
    own["properties"] |= {
        "@context": {"type": "object"},
        "@type": {"const": "lab:LabourStatement"},
        "@id": {"type": "string"},
        "signature": {"anyOf": [{"type": "null"}, _SIGNATURE]},
    }
    own["required"] += ["@context", "@type", "@id", "signature"]
    return {"$schema": SCHEMA, "$id": f"labour-statement-{VERSION}.schema.json", **own}


def schema_text() -> str:
    """The schema as the file that the repository and every site hold."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def terms() -> list[tuple[str, str]]:
    """Every property of a statement with its type, as the schema names it, for readers of the namespace."""
    found: dict[str, str] = {}
    for part in (schema(), *schema()["$defs"].values()):
        for name, told in part["properties"].items():
            if name.startswith("lab:"):
                found.setdefault(name.removeprefix("lab:"), _type_of(told))
    return sorted(found.items())


def _type_of(told: dict[str, Any]) -> str:
    if "$ref" in told:
        return str(told["$ref"]).rpartition("/")[2]
    if "anyOf" in told:
        return " | ".join(_type_of(one) for one in told["anyOf"])
    if told.get("type") == "array":
        return f"[{_type_of(told['items'])}]" if "items" in told else "[]"
    return "text" if told.get("type") == "string" else str(told.get("const", told.get("type", "object")))
