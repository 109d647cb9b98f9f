"""The rows of the labour-transparency module."""

from transparency.models.auditing import DELAY_RANGES, Alert, AlertThreshold, GapStudy, PayDelay, PersonLook
from transparency.models.datasets import ReleasedDataset
from transparency.models.days import CLUSTER_MINUTES, JobDay, RollUpMark, WorkerDay
from transparency.models.log import JobEvent, JobFact, WorkEvent
from transparency.models.measures import JobMeasure, RequesterMeasure
from transparency.models.own_words import EventNote, StatedTime
from transparency.models.release import PublishedCell, PublishedTable, Release, ResearchRequest
from transparency.models.replay import Replay, ReplayedBatch
from transparency.models.sealing import Block, Leaf, LogCheck, SealMark, SigningKey, Source, Stream
from transparency.models.time import Attention, Presence, ReportedTime

__all__ = [
    "CLUSTER_MINUTES",
    "DELAY_RANGES",
    "Alert",
    "AlertThreshold",
    "Attention",
    "Block",
    "EventNote",
    "GapStudy",
    "JobDay",
    "JobEvent",
    "JobFact",
    "JobMeasure",
    "Leaf",
    "LogCheck",
    "PayDelay",
    "PersonLook",
    "Presence",
    "PublishedCell",
    "PublishedTable",
    "Release",
    "ReleasedDataset",
    "Replay",
    "ReplayedBatch",
    "ReportedTime",
    "RequesterMeasure",
    "ResearchRequest",
    "RollUpMark",
    "SealMark",
    "SigningKey",
    "Source",
    "StatedTime",
    "Stream",
    "WorkEvent",
    "WorkerDay",
]
