"""How the schema of the API is written: a part of the settings that nothing in the environment changes."""

from typing import Any

SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Visible Hands",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "ENUM_NAME_OVERRIDES": {
        "JobState": "tasks.models.Job.State",
        "AssignmentState": "tasks.models.Assignment.State",
        "RejectCode": "tasks.models.Assignment.RejectCode",
        "ExportState": "tasks.models.Export.State",
        "LanguageOfWork": "tasks.kinds.languages.LANGUAGE_CODES",
        "ExportFormat": "tasks.models.Export.Format",
        "AppealState": "tasks.models.Appeal.State",
        "SideOfAnAppeal": "tasks.domain.appeal_view.SIDES",
        "ReportReason": "tasks.models.Report.Reason",
        "TransferReason": "ledger.models.Transfer.Reason",
        "ExpectedFrom": "tasks.models.Job.ExpectedFrom",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "web.api.document_refusals",
    ],
}
