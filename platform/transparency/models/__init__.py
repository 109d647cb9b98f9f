"""The rows of the labour-transparency module."""

from transparency.models.auditing import PersonLook
from transparency.models.days import CLUSTER_MINUTES, JobDay, RollUpMark, WorkerDay
from transparency.models.log import JobEvent, JobFact, WorkEvent
from transparency.models.measures import JobMeasure, RequesterMeasure
from transparency.models.release import PublishedCell, PublishedTable, Release
from transparency.models.replay import Replay, ReplayedBatch
from transparency.models.sealing import SigningKey
from transparency.models.time import Attention, Presence, ReportedTime

__all__ = [
    "CLUSTER_MINUTES",
    "Attention",
    "JobDay",
    "JobEvent",
    "JobFact",
    "JobMeasure",
    "PersonLook",
    "Presence",
    "PublishedCell",
    "PublishedTable",
    "Release",
    "Replay",
    "ReplayedBatch",
    "ReportedTime",
    "RequesterMeasure",
    "RollUpMark",
    "SigningKey",
    "WorkEvent",
    "WorkerDay",
]
