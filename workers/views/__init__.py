"""The worker's pages, a file a subject."""
