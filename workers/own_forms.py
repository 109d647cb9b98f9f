"""What workers ask of their own log, and say beside it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from transparency.domain.own_words import MOST_WORDS
from workers.domain.own_log import Group

GROUPS: dict[Group, str | Promise] = {
    Group.ALL: _("Everything"),
    Group.WORK: _("Work on tasks"),
    Group.TIME: _("Time at work"),
    Group.DECISIONS: _("Decisions and appeals"),
    Group.MONEY: _("Money"),
    Group.MESSAGES: _("Messages"),
    Group.LOOKS: _("Looks at your data"),
}
_DAY = {"type": "date"}
_CLOCK = {"type": "time"}
_AREA = forms.Textarea(attrs={"rows": 2})


class LogForm(forms.Form):
    """Which lines of the log; what can't be read filters nothing."""

    what = forms.ChoiceField(required=False, label=_("Show"), choices=[(g.value, words) for g, words in GROUPS.items()])
    day = forms.DateField(required=False, label=_("Day"), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))

    def group(self) -> Group:
        self.is_valid()
        return Group(self.cleaned_data.get("what") or "")

    def chosen_day(self) -> date | None:
        self.is_valid()
        day: date | None = self.cleaned_data.get("day")
        return day


class NoteForm(forms.Form):
    """A note beside one event; empty, it is erased."""

    words = forms.CharField(label=_("Your note"), required=False, max_length=MOST_WORDS, widget=_AREA)


class NoWorkForm(forms.Form):
    """How much of a time at work was no work."""

    minutes = forms.IntegerField(min_value=1, max_value=16 * 60)
    words = forms.CharField(label=_("Why, if you like"), required=False, max_length=MOST_WORDS, widget=_AREA)


class AlsoWorkedForm(forms.Form):
    """From when to when somebody worked unmeasured. An end before the beginning is on the next day."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))
    begins = forms.TimeField(label=_("From"), widget=forms.TimeInput(attrs=_CLOCK, format="%H:%M"))
    ends = forms.TimeField(label=_("To"), widget=forms.TimeInput(attrs=_CLOCK, format="%H:%M"))
    words = forms.CharField(label=_("What you did, if you like"), required=False, max_length=MOST_WORDS, widget=_AREA)

    def stretch(self) -> tuple[datetime, datetime]:
        """Only after `is_valid()`."""
        day: date = self.cleaned_data["day"]
        begins: time = self.cleaned_data["begins"]
        ends: time = self.cleaned_data["ends"]
        last = day if ends > begins else day + timedelta(days=1)
        here = timezone.get_default_timezone()
        return datetime.combine(day, begins, here), datetime.combine(last, ends, here)
