"""What the events of the labour log are called when a worker reads their own: whole sentences, in plain words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from transparency.models import WorkEvent

_SENTENCES: dict[str, Promise] = {
    "task.claimed": _("An assignment was kept for you."),
    "task.opened": _("It was shown to you. From here on its time counts."),
    "task.set_aside": _("You set it aside."),
    "task.submitted": _("You submitted your answer."),
    "task.undone": _("You took your answer back to change it."),
    "task.returned": _("You gave it back."),
    "task.expired": _("It ran out before you answered."),
    "task.approved": _("Your answer was approved."),
    "task.rejected": _("Your answer was rejected."),
    "appeal.filed": _("You appealed."),
    "appeal.decided": _("Your appeal was decided."),
    "task.paid": _("It was paid to you."),
    "task.bonus": _("You got a bonus."),
    "topup.granted": _("Your pay was lifted to the floor."),
    "presence.started": _("You began to work."),
    "presence.stopped": _("Your time at work ended."),
    "time.self_reported": _("You said how long you worked."),
    "time.corrected": _("A time was corrected."),
    "time.stated": _("You said something of your time at work."),
    "list.viewed": _("You looked for work."),
    "task.previewed": _("You looked at a job."),
    "instructions.viewed": _("You read instructions."),
    "qualification.started": _("You began to train."),
    "qualification.finished": _("You ended your training."),
    "payout.viewed": _("You looked at your payouts."),
    "payout.requested": _("You asked for a payout."),
    "payout.paid": _("A payout was sent to your bank."),
    "data.erased": _("Data about you was erased."),
    "message.sent": _("You asked a question."),
    "message.viewed": _("You read answers to questions."),
}
_NOTES: dict[str, Promise] = {
    "unseen": _("It was kept ahead for you and never shown: no work."),
    "stop": _("You pressed Stop."),
    "silence": _("No sign of life for 45 seconds."),
    "auto": _("By itself, as nobody decided in time."),
    "to look at": _("Far more than others needed: a person looks at it."),
    "looked at": _("A person looked at it."),
    "also worked": _("Time that nothing had measured."),
    "no work": _("Time at work that was no work."),
    "taken back": _("You took back what you had said."),
    "won": _("You were right."),
    "given_in": _("The requester gave in."),
    "lost": _("It stays as it was."),
}


def sentence_of(event: WorkEvent) -> Promise | str:
    """What happened, in a sentence; for a type without one its name."""
    return _SENTENCES.get(event.type) or event.get_type_display()


def note_of(event: WorkEvent) -> Promise | str:
    """What the log notes beside it, in words; as it stands there where no words are known."""
    if event.type == WorkEvent.Type.LIST_VIEWED and event.note.isdecimal():
        count = int(event.note)
        return ngettext("There was %(count)s open job.", "There were %(count)s open jobs.", count) % {"count": count}
    return _NOTES.get(event.note) or event.note
