"""The part of a job's life in which workers train for it, and are paid for that."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from accounts.models import User
from tasks.domain import training
from tasks.models import Job, TrainingAnswer
from tests.fixtures import CAT, DOG
from tests.tasks.reported_life import PICK


class TrainedLife(RuleBasedStateMachine):
    """Whoever likes trains, answers right or wrong, or gives back; all of it twice."""

    at: datetime
    workers: list[User]

    @rule(job=PICK, worker=PICK)
    @precondition(lambda self: Job.objects.exists())
    def train(self, job: int, worker: int) -> None:
        every = list(Job.objects.order_by("pk"))
        with suppress(training.NoPlaceLeft):
            for _ in range(2):
                training.show_next(job=every[job % len(every)], worker=self.workers[worker % 3], at=self.at)

    @rule(pick=PICK, gives_back=st.booleans())
    @precondition(lambda self: TrainingAnswer.objects.exists())
    def end_a_training_task(self, pick: int, gives_back: bool) -> None:
        every = list(TrainingAnswer.objects.select_related("training__worker").order_by("pk"))
        worker = every[pick % len(every)].training.worker
        shown = training.find_for(public_id=every[pick % len(every)].public_id, worker=worker)
        with suppress(training.NotInHand):
            for _ in range(2):
                if gives_back:
                    training.give_back(shown=shown, worker=worker, at=self.at)
                else:
                    training.submit(shown=shown, worker=worker, answer=CAT if pick % 2 else DOG, at=self.at)
