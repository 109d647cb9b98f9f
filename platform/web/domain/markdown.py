"""Instructions that people write in Markdown, made safe to show to others."""

from __future__ import annotations

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre",
    "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}

# Raw HTML stays text, bare addresses stay text. Pictures are left out: an address of somebody else's would
# tell them who reads, and from where.
_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False})
_markdown.enable(["table", "strikethrough"]).disable("image")


def _lower_headings(text: str) -> str:
    """A page has one `h1`, its title: the writer's headings begin a step below."""
    tokens = _markdown.parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + 1, 6)}"
    return str(_markdown.renderer.render(tokens, _markdown.options, {}))


def render(text: str) -> SafeString:
    """HTML of a Markdown text: the tags above only; links to http, https and mailto recommend nothing."""
    clean = nh3.clean(
        _lower_headings(text),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener",
    )
    return mark_safe(clean)  # noqa: S308  # nh3 has just let through the allowed tags alone
