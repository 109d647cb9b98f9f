"""The requester's part of the API, a file a subject."""
