"""The rules of the labour log, a file a subject."""
