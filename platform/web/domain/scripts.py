"""Which scripts a script brings along. Told beforehand, a browser gets them side by side instead of in turns."""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders

_IMPORT = re.compile(r"""^(?:import|export)\b[^;"']*["'](\.[^"']+)["'];""", re.MULTILINE)


@lru_cache(maxsize=64)
def with_imports(name: str) -> tuple[str, ...]:
    """The static path `name` of a script, and those of all that it imports, near ones first.

    Kept while the process lives: a script of a running server doesn't change.
    """
    found = [name]
    for script in found:
        for path in _imports_of(script):
            if path not in found:
                found.append(path)
    return tuple(found)


def _imports_of(name: str) -> list[str]:
    place = finders.find(name)
    text = Path(place).read_text() if place else ""
    folder = posixpath.dirname(name)
    return [posixpath.normpath(posixpath.join(folder, path)) for path in _IMPORT.findall(text)]
