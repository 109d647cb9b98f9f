"""How static files lie on a real server: compressed, and named by their content, so that browsers keep them for years.

A style sheet that only imports others becomes one file of them all, and a script's imports are named like the scripts
themselves: nothing that a page loads is fetched in turns, or asked for again.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.contrib.staticfiles.storage import HashedFilesMixin
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

# The sheets that are joined: each is a list of its neighbours, which development follows file by file.
JOINED = ("web/css/site.css",)
_IMPORT = re.compile(r'@import "([^"]+)";')
_OWN_SCRIPTS = "*/js/*.js"


class StaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """What `collectstatic` writes, and where the pages' addresses of static files come from."""

    # The libraries that we vendor import nothing: only our own scripts are looked through.
    patterns: ClassVar[Any] = (
        *HashedFilesMixin.patterns,
        (_OWN_SCRIPTS, HashedFilesMixin._js_module_import_aggregation_patterns[1]),  # type: ignore[attr-defined]  # not in stubs
    )
    # A script is renamed when one that it imports is, so a chain of imports takes a pass for each of its links.
    max_post_process_passes = 20

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        sheets = {name: (Sheets(paths), name) for name in JOINED if name in paths}
        yield from super().post_process({**paths, **sheets}, dry_run=dry_run, **options)


class Sheets:
    """Opens a joined sheet as the text of those that it imports, in their order."""

    def __init__(self, paths: Mapping[str, tuple[Storage, str]]) -> None:
        self.paths = paths

    def open(self, name: str) -> ContentFile[bytes]:
        return ContentFile(_IMPORT.sub(lambda found: self._beside(name, found[1]), self._text(name)).encode())

    def _beside(self, name: str, other: str) -> str:
        return self._text(posixpath.join(posixpath.dirname(name), other)).strip()

    def _text(self, name: str) -> str:
        storage, path = self.paths[name]
        with storage.open(path) as file:
            return bytes(file.read()).decode()
