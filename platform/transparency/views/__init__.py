"""The auditor's pages and the front page, a file a subject."""

from transparency.views.public import front

__all__ = ["front"]
