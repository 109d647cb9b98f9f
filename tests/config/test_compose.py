"""docker-compose.yml, docs/env.example, the Dockerfile and docs/operations.md speak of things that exist."""

import re
import shutil
import sys
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.urls import resolve
from kombu.utils.imports import symbol_by_name

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
OURS = ["migrate", "web", "background", "clock"]
READ_BY_SETTINGS = {
    name
    for path in (ROOT / "platform" / "config").glob("*settings.py")
    for name in re.findall(r'reading\.\w+\(\s*[\'"](\w+)[\'"]', path.read_text())
}
# What Compose itself, its images and its proxy read.
READ_BY_COMPOSE = {"DATABASE_PASSWORD", "VERSION", "HTTP_PORT", "HTTPS_PORT", "SITE_DOMAIN"}
DOCKERFILE = (ROOT / "Dockerfile").read_text()


def command(service):
    """The service's own command, or the image's."""
    told = COMPOSE["services"][service].get("command")
    return told or yaml.safe_load(re.search(r"^CMD (\[.*\])$", DOCKERFILE, re.M)[1])


def option(words, name):
    return words[words.index(name) + 1]


def test_every_variable_of_our_services_is_read_by_the_settings():
    named = {name for service in OURS for name in COMPOSE["services"][service]["environment"]}

    assert named - READ_BY_SETTINGS == set()


def test_every_variable_that_an_operator_can_set_has_a_reader():
    asked = set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))
    example = set(re.findall(r"^(?:# )?([A-Z_]+)=", (ROOT / "docs" / "env.example").read_text(), re.M))

    assert (asked | example) - READ_BY_SETTINGS - READ_BY_COMPOSE == set()


def test_what_compose_insists_on_is_in_the_example():
    wanted = set(re.findall(r"\$\{(\w+):\?", (ROOT / "docker-compose.yml").read_text()))
    example = (ROOT / "docs" / "env.example").read_text()

    assert {name for name in wanted if not re.search(rf"^{name}=", example, re.M)} == set()


@pytest.mark.parametrize("service", OURS)
def test_each_service_starts_a_program_that_is_installed(service):
    program = command(service)[0]

    assert shutil.which(program, path=str(Path(sys.executable).parent))


def test_the_web_service_serves_the_application_on_the_port_that_the_image_opens():
    words = command("web")

    assert callable(symbol_by_name(words[-1]))
    assert f"EXPOSE {option(words, '--port')}\n" in DOCKERFILE
    assert f"reverse_proxy web:{option(words, '--port')}\n" in (ROOT / "docs" / "Caddyfile").read_text()


@pytest.mark.parametrize("service", ["background", "clock"])
def test_celerys_services_name_the_application(service):
    assert symbol_by_name(f"{option(command(service), '-A')}.app").main == "visible_hands"


def test_the_background_serves_every_queue_that_is_sent_to():
    routes = {route["queue"] for route in settings.CELERY_TASK_ROUTES.values()}

    assert set(option(command("background"), "--queues").split(",")) >= routes | {settings.CELERY_TASK_DEFAULT_QUEUE}


def test_the_health_check_asks_an_address_that_exists_by_a_name_that_is_allowed():
    asked = COMPOSE["services"]["web"]["healthcheck"]["test"][-1]
    host, path = re.search(r"http://([\d.]+):\d+(/[\w/]+)", asked).groups()

    assert resolve(path).func.__name__ == "ready"
    assert host in settings.ALLOWED_HOSTS


def test_services_wait_for_services_and_use_volumes_that_are_there():
    for name, service in COMPOSE["services"].items():
        waited_for = set(service.get("depends_on", {}))
        volumes = {mount.split(":")[0] for mount in service.get("volumes", [])}

        assert waited_for <= set(COMPOSE["services"]), name
        assert {volume for volume in volumes if not volume.startswith(".")} <= set(COMPOSE["volumes"]), name


def test_every_file_that_the_image_or_a_service_takes_is_there():
    mounted = [
        mount.split(":")[0]
        for service in COMPOSE["services"].values()
        for mount in service.get("volumes", [])
        if mount.startswith(".")
    ]
    copied = [words.split()[0] for words in re.findall(r"^COPY (?!--)(.+)$", DOCKERFILE, re.M)]

    assert [name for name in (*mounted, *copied) if not (ROOT / name).exists()] == []


def test_the_operators_page_names_every_setting_and_no_other():
    table = (ROOT / "docs" / "operations.md").read_text().split("## Settings")[1].split("\n## ")[0]
    named = {name for row in re.findall(r"^\|([^|]+)\|", table, re.M) for name in re.findall(r"`([A-Z_]+)`", row)}
    # For the launcher and the tests, not for operators.
    not_told = {"DEBUG", "DEVELOPMENT", "TEST_DATABASE_NAME"}

    assert named == READ_BY_SETTINGS - not_told
