"""What a requester chooses: the language to expect."""

from tasks.kinds.transcription import TranscriptionForm as SettingsForm

__all__ = ["SettingsForm"]
