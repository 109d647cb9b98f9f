"""Static files as a real server has them: joined, named by their content, and found before they are asked for."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template import Context, Template

from web.domain.scripts import with_imports
from web.static_storage import StaticFilesStorage

OWN = re.compile(r"(web|workers|tasks|accounts|transparency)/(css|js)/")


@pytest.fixture
def collected(tmp_path: Path) -> StaticFilesStorage:
    """Our own sheets and scripts as `collectstatic` leaves them."""
    storage = StaticFilesStorage(location=str(tmp_path), base_url="/static/")
    own = {
        name: (found, name) for finder in finders.get_finders() for name, found in finder.list(()) if OWN.match(name)
    }
    for name, (found, path) in own.items():
        with found.open(path) as file:
            storage.save(name, file)
    for name, _address, processed in storage.post_process(own):
        assert not isinstance(processed, Exception), name
    return storage


def text_of(storage: StaticFilesStorage, name: str) -> str:
    return Path(storage.path(storage.stored_name(name))).read_text()


def test_the_sheet_of_every_page_is_one_file(collected):
    text = text_of(collected, "web/css/site.css")

    assert "@import" not in text
    assert text.index("@layer base, layout") < text.index(".button") < text.index(".timeline")
    assert gzip.decompress(Path(collected.path(collected.stored_name("web/css/site.css") + ".gz")).read_bytes())


def test_every_script_imports_others_by_the_names_that_browsers_keep(collected):
    for script in ("workers/js/desk.js", "tasks/js/kinds/boxes.js", "web/js/htmx.js"):
        for name in with_imports(script):
            imported = re.findall(r'^import .*"(\..+)";', text_of(collected, name), re.MULTILINE)
            stored = {collected.stored_name(each) for each in with_imports(name)[1:]}
            assert {Path(path).name for path in imported} <= {Path(path).name for path in stored}
            assert all(re.search(r"\.[0-9a-f]{12}\.js$", path) for path in imported)


def test_a_script_is_followed_to_all_that_it_imports():
    found = with_imports("tasks/js/kinds/image_transcription.js")

    assert found[0] == "tasks/js/kinds/image_transcription.js"
    assert {"tasks/js/kinds/visit.js", "tasks/js/kinds/zoom.js", "tasks/js/kinds/editions.js"} <= set(found)
    assert len(found) == len(set(found))


def test_modules_are_announced_once_each_and_none_for_a_kind_without_a_script():
    tag = Template('{% scripts_ahead "web/js/htmx.js" "web/js/csrf.js" none %}')

    links = tag.render(Context({"none": ""}))

    assert re.findall(r'href="([^"]+)"', links) == ["/static/web/js/htmx.js", "/static/web/js/csrf.js"]
