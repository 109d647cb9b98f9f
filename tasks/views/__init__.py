"""The requester's pages, a file a subject."""
