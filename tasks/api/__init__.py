"""The program's door to the work, a file a subject."""
