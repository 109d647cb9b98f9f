"""Tables of the work, a file a subject."""

from tasks.models.appeal import Appeal, AppealStep
from tasks.models.assignment import Answer, Assignment, Draft, Participation
from tasks.models.bonus import Bonus
from tasks.models.export import Export
from tasks.models.guarantee import FloorEstimate, FloorPay
from tasks.models.guidance import Example
from tasks.models.job import ContentWarning, Job
from tasks.models.letter import Letter
from tasks.models.material import Addition, Item, MicroTask, Refusal, SplitChunk, UnusedFile, Upload
from tasks.models.public_id import new_public_id
from tasks.models.question import Notice, Question, Reading
from tasks.models.report import Report
from tasks.models.review import RejectionRequest
from tasks.models.sampling import MassApproval, Sample, SampledAnswer
from tasks.models.training import Training, TrainingAnswer, TrainingTask

__all__ = [
    "Addition",
    "Answer",
    "Appeal",
    "AppealStep",
    "Assignment",
    "Bonus",
    "ContentWarning",
    "Draft",
    "Example",
    "Export",
    "FloorEstimate",
    "FloorPay",
    "Item",
    "Job",
    "Letter",
    "MassApproval",
    "MicroTask",
    "Notice",
    "Participation",
    "Question",
    "Reading",
    "Refusal",
    "RejectionRequest",
    "Report",
    "Sample",
    "SampledAnswer",
    "SplitChunk",
    "Training",
    "TrainingAnswer",
    "TrainingTask",
    "UnusedFile",
    "Upload",
    "new_public_id",
]
