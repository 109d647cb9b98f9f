"""The keys of a kind on a page: `{% key "undo" %}` beside a button, and all of them for a list and for the scripts."""

import json
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from tasks.kinds.base import Kind
from tasks.kinds.keys import VEIL, Key, doings

register = template.Library()


@register.simple_tag(takes_context=True)
def key(context: dict[str, Any], doing: str) -> SafeString:
    """The hint that stands on a button. A doing without a key has no hint to give: that is a mistake of ours."""
    return format_html('<kbd class="kind-key" aria-hidden="true">{}</kbd>', _named(context, doing).names[0])


@register.simple_tag(takes_context=True)
def key_words(context: dict[str, Any], doing: str) -> str:
    """What the key does, in words."""
    return str(_named(context, doing).words)


def _named(context: dict[str, Any], doing: str) -> Key:
    return next(one for one in keys_of(context) if one.doing == doing)


@register.simple_tag(takes_context=True)
def keys_of(context: dict[str, Any]) -> list[Key]:
    """All keys of the desk that the page shows; `keys_left_out` are the names of what it doesn't offer."""
    kind: Kind = context["kind"]
    left_out = context.get("keys_left_out", ())
    keys = [one for one in kind.keys_with(context.get("job_settings") or {}) if one.doing not in left_out]
    return [VEIL, *keys] if context.get("is_veiled") else keys


@register.simple_tag(takes_context=True)
def keys_for_scripts(context: dict[str, Any]) -> str:
    """What each press does, as JSON for an attribute."""
    return json.dumps(doings(keys_of(context)))
