"""What a requester chooses: the labels, and whether several may apply."""

from tasks.kinds.classification import ClassificationForm as SettingsForm

__all__ = ["SettingsForm"]
