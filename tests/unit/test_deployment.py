"""The files that deploy name commands, options, addresses and files that there are."""

import configparser
import json
import re
import shlex
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import typer
import yaml
from starlette.testclient import TestClient
from wheels import CHECKOUT

from pipelines.cli.app import app
from pipelines.desk.app import make_app
from pipelines.resources.data_folder import DataFolder

DOCKERFILE = (CHECKOUT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((CHECKOUT / "compose.yaml").read_text(encoding="utf-8"))
PAGE = (CHECKOUT / "docs" / "deploy.md").read_text(encoding="utf-8")
INSTANCES = ("ui", "desk")


def _unit() -> configparser.ConfigParser:
    unit = configparser.ConfigParser(delimiters="=", interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]  # systemd tells capitals apart
    unit.read(CHECKOUT / "deploy" / "whosaid@.service")
    return unit


def _understood(arguments: list[str]) -> Any:
    """Return the options of a call of `whosaid` as the command line reads them; raise where it would refuse."""
    name, *rest = arguments
    commands: Any = typer.main.get_command(app)
    return commands.commands[name].make_context(name, rest).params


def _addresses() -> dict[str, str]:
    checks = {name: service["healthcheck"]["test"][-1] for name, service in COMPOSE["services"].items()}
    return {name: re.findall(r"http://[^']+", check)[0] for name, check in checks.items()}


@pytest.mark.parametrize("instance", INSTANCES)
def test_the_unit_starts_a_command_that_there_is(instance: str) -> None:
    program, *arguments = shlex.split(_unit()["Service"]["ExecStart"].replace("%i", instance))
    assert program == "/opt/whosaid/bin/whosaid"
    assert _understood(arguments)["port"] in (3000, 3001)


def test_the_page_installs_where_the_unit_looks_and_enables_what_it_is_written_for() -> None:
    assert "deploy/install.sh /opt/whosaid\n" in PAGE
    assert "enable --now " + " ".join(f"whosaid@{instance}" for instance in INSTANCES) in PAGE
    user = _unit()["Service"]["User"]
    assert f"useradd --system --home-dir /var/lib/whosaid --shell /usr/sbin/nologin {user}\n" in PAGE


@pytest.mark.parametrize("service", COMPOSE["services"])
def test_a_service_runs_a_command_that_there_is_and_is_asked_where_it_answers(service: str) -> None:
    found = COMPOSE["services"][service]
    options = _understood(shlex.split(found["command"]))
    address = urlsplit(_addresses()[service])
    assert (address.hostname, address.port) == ("127.0.0.1", options["port"])
    assert found["network_mode"] == "host"  # else nobody reaches what listens on 127.0.0.1


def test_the_desk_answers_its_health_check_without_a_warehouse(tmp_path: Path) -> None:
    address = _addresses()["desk"]
    client = TestClient(make_app(DataFolder(tmp_path)), base_url="http://127.0.0.1:3001")
    assert client.get(address).status_code == 200


def test_the_volume_is_the_data_folder_and_nobody_runs_as_root() -> None:
    data = re.findall(r"WHOSAID_DATA=(\S+)", DOCKERFILE)
    assert data == re.findall(r"^VOLUME (\S+)", DOCKERFILE, re.MULTILINE)
    assert all(service["volumes"] == [f"data:{data[0]}"] for service in COMPOSE["services"].values())
    assert re.findall(r"^USER (\S+)", DOCKERFILE, re.MULTILINE) == ["whosaid"]


def test_the_image_has_a_python_that_the_project_takes_and_starts_its_command() -> None:
    wanted = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]
    least, beyond = (tuple(map(int, version.split("."))) for version in re.findall(r"[\d.]+", wanted))
    versions = [tuple(map(int, version.split("."))) for version in re.findall(r"FROM python:([\d.]+)", DOCKERFILE)]
    assert versions and all(least <= version < beyond for version in versions)
    assert json.loads(re.findall(r"ENTRYPOINT (.+)", DOCKERFILE)[0]) == ["whosaid"]


def test_the_script_that_installs_can_be_called_and_finds_its_lock() -> None:
    script = CHECKOUT / "deploy" / "install.sh"
    assert script.stat().st_mode & 0o111
    named = re.findall(r"\$checkout/([\w.]+)", script.read_text(encoding="utf-8"))
    assert named and all((CHECKOUT / name).is_file() for name in named)
    assert f"RUN /source/{script.relative_to(CHECKOUT)} " in DOCKERFILE
