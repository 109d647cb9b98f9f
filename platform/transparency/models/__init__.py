"""The rows of the labour-transparency module."""

from transparency.models.auditing import PersonLook
from transparency.models.days import CLUSTER_MINUTES, JobDay, RollUpMark, WorkerDay
from transparency.models.log import JobEvent, JobFact, WorkEvent
from transparency.models.measures import JobMeasure, RequesterMeasure
from transparency.models.release import PublishedCell, PublishedTable, Release
from transparency.models.replay import Replay, ReplayedBatch
from transparency.models.sealing import Block, Leaf, LogCheck, SealMark, SigningKey, Source, Stream
from transparency.models.time import Attention, Presence, ReportedTime

__all__ = [
    "CLUSTER_MINUTES",
    "Attention",
    "Block",
    "JobDay",
    "JobEvent",
    "JobFact",
    "JobMeasure",
    "Leaf",
    "LogCheck",
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
    "SealMark",
    "SigningKey",
    "Source",
    "Stream",
    "WorkEvent",
    "WorkerDay",
]
