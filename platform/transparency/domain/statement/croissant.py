"""croissant.json: the data set as machine-learning tools read it, with what Croissant RAI has of its labour.

Croissant 1.0 with RAI 1.0 (MLCommons). Two properties are parsed under another name than the specification has
(`dataCollectionTimeFrame`, `dataDataManipulationProtocol`), so both spellings stand here.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.conf import settings

from transparency.domain.statement.data_set import DataFile, DataSet
from transparency.domain.statement.document import NAMESPACE, moment
from transparency.domain.statement.shape import Measure, Statement

CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
STATEMENT_FILE = "labour-statement.jsonld"


def croissant_of(*, data: DataSet, statement: Statement, statement_text: bytes) -> dict[str, Any]:
    """The Croissant description of an archive whose statement has the bytes `statement_text`."""
    digest = sha256(statement_text).hexdigest()
    about = statement.dataset
    return {
        "@context": CONTEXT | {"lab": f"{settings.SITE_ADDRESS}{NAMESPACE}"},
        "@type": "sc:Dataset",
        "conformsTo": ["http://mlcommons.org/croissant/1.0", "http://mlcommons.org/croissant/RAI/1.0"],
        "name": about.name,
        "description": f"{statement.purpose} {statement.annotations} approved answers by people, each of them paid.",
        "url": f"{settings.SITE_ADDRESS}/transparency/datasets/{data.public_id}/",
        "version": about.version,
        "citeAs": f"{statement.requester or about.identifier}: {about.name}, version {about.version}.",
        "datePublished": moment(data.asked_at),
        "creator": {"@type": "sc:Organization", "name": statement.requester},
        "inLanguage": data.language or "und",
        "distribution": [*(_file(one) for one in data.files), _statement_file(statement_text, digest)],
        "recordSet": [_records(one) for one in data.files if one.content_type == "text/csv"],
        **_rai(statement),
        "lab:labourStatement": STATEMENT_FILE,
        "lab:labourStatementSha256": digest,
    }


def _file(one: DataFile) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": one.name,
        "name": one.name,
        "contentUrl": one.name,
        "encodingFormat": one.content_type,
        "contentSize": f"{one.size} B",
        "sha256": one.sha256,
    }


def _statement_file(text: bytes, digest: str) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": STATEMENT_FILE,
        "name": STATEMENT_FILE,
        "description": "The work and the pay inside this data set.",
        "contentUrl": STATEMENT_FILE,
        "encodingFormat": "application/ld+json",
        "contentSize": f"{len(text)} B",
        "sha256": digest,
    }


def _records(one: DataFile) -> dict[str, Any]:
    name = one.name.partition(".")[0]
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{name}/{column}",
                "name": column,
                "dataType": "sc:Text",
                "source": {"fileObject": {"@id": one.name}, "extract": {"column": column}},
            }
            for column in one.columns
        ],
    }


def _rai(statement: Statement) -> dict[str, Any]:
    kind, period = statement.task_kinds[0], statement.period
    frame = [f"{day}T00:00:00" for day in (period.start, period.end) if day]
    manipulation = "Rejected answers and answers that were not paid are left out. Nothing else was changed."
    each = statement.annotations_per_item
    return {
        "rai:dataCollection": f"People answered {kind.kind} tasks on {statement.platform.name}, paid by the answer.",
        "rai:dataCollectionType": ["Direct measurement", "Manual Human Curator"],
        "rai:dataCollectionTimeframe": frame,
        "rai:dataCollectionTimeFrame": frame,
        "rai:dataManipulationProtocol": manipulation,
        "rai:dataDataManipulationProtocol": manipulation,
        "rai:annotationsPerItem": f"median {each.median} (min {each.min}, max {each.max})",
        "rai:dataAnnotationPlatform": [
            f"{statement.platform.name} {statement.platform.software_version}, {statement.platform.url}"
        ],
        "rai:dataAnnotationProtocol": protocol(statement),
        "rai:dataAnnotationAnalysis": [
            f"Aggregated by {statement.aggregation.method}. Every answer is in the archive, so disagreement is too."
        ],
        "rai:annotatorDemographics": [_line(statement, at) for at in range(len(statement.annotator_demographics))]
        or ["Not told: too few workers agreed to it."],
        "rai:machineAnnotationTools": ["None: no answer was filled in beforehand by a machine."],
        "rai:dataSocialImpact": impact(statement),
        "rai:personalSensitiveInformation": [
            "What workers said of themselves is told only of eleven or more, rounded; the rest was withheld."
        ],
        "rai:dataLimitations": [
            *statement.limitations,
            *(f"Kept back: {kept.path} ({kept.reason})." for kept in statement.suppressed),
        ],
        "rai:dataUseCases": [statement.purpose],
    }


def protocol(statement: Statement) -> str:
    """What workers were told and offered, in a sentence."""
    kind, floor = statement.task_kinds[0], statement.floor
    told = (
        f"Instructions with SHA-256 {kind.instructions_sha256}; {kind.price_per_task} {statement.currency} an answer; "
        f"announced as {kind.expected_seconds} seconds (estimated by the {kind.estimate_basis})"
    )
    return f"{told}; floor {floor.hourly} {floor.currency} an hour." if floor else f"{told}."


def _line(statement: Statement, at: int) -> str:
    one, rate = statement.annotator_demographics[at], statement.demographics_answer_rate
    low, high = (_percent(value) for value in one.ci95)
    answered = f"; answer rate {_percent(rate)} %" if rate else ""
    return (
        f"{one.question}: {one.code} {_percent(one.share)} % (95 % CI {low}-{high}, n={one.n} rounded to 5{answered})"
    )


def _percent(share: str) -> str:
    return f"{float(share) * 100:.1f}"


def impact(statement: Statement) -> str:
    """The pay and the unpaid time, in a paragraph."""
    people = f"{statement.workers.count} workers (rounded)" if statement.workers.count else "fewer than 11 workers"
    rejections = statement.rejections
    return (
        f"The data set was made by {people}. They were paid {statement.pay_total} {statement.currency} in all, and "
        f"{statement.top_up_total} more to reach the floor. Paid time: {_said(statement.hours_paid.total)}; "
        f"unpaid time: {_said(statement.hours_unpaid.total)}. Pay over all time on tasks (M13b): "
        f"{_said(statement.hourly.all_tasks)}. {rejections.rejected} of {rejections.decided} decided answers were "
        "rejected; they are not in the data set."
    )


def _said(measure: Measure) -> str:
    return "not told (too few people)" if measure.value is None else f"{measure.value} {measure.unit}"
