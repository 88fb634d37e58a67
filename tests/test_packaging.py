"""What is shipped: the bounds that keep it working, the data files it reads, and the pins it is tested with."""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
import sys
import tomllib
import zipfile
from email import message_from_string
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PINS = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()


def pinned():
    """Return {name: version} of constraints.txt."""
    return {canonicalize_name(name): version for name, version in (line.split("==") for line in PINS)}


def required():
    """Return all requirements that pyproject.toml names, for whatever purpose."""
    groups = [*PROJECT["project"]["optional-dependencies"].values(), *PROJECT["dependency-groups"].values()]
    texts = [*PROJECT["project"]["dependencies"], *PROJECT["build-system"]["requires"]]
    return [Requirement(text) for text in [*texts, *(text for group in groups for text in group)]]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build the wheel as an installer does, and open it."""
    folder = tmp_path_factory.mktemp("wheel")
    build = "import sys; from hatchling.build import build_wheel; build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-c", build, str(folder)], cwd=ROOT, check=True, capture_output=True, timeout=120)
    [path] = folder.glob("*.whl")
    with zipfile.ZipFile(path) as opened:
        yield opened


def test_the_wheel_holds_the_package_and_nothing_else(wheel):
    source = ROOT / "src"
    files = {
        path.relative_to(source).as_posix()
        for path in (source / "outgrow").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    packed = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert packed == files


@pytest.mark.parametrize(
    "pattern",
    [
        r"outgrow/py\.typed",
        r"outgrow/titles/lexicon/\w+\.\w+\.toml",
        r"outgrow/reference/data/\w+\.csv",
        r"outgrow/reference/skills/\w+\.toml",
        r"outgrow/report/templates/[\w.]+\.j2",
        r"outgrow-[^/]+\.dist-info/licenses/LICENSE",
    ],
)
def test_the_wheel_holds_the_files_that_the_code_reads(wheel, pattern):
    assert any(re.fullmatch(pattern, name) for name in wheel.namelist())


def bounds(requirements, name):
    return {
        str(part) for text in requirements for part in Requirement(text).specifier if Requirement(text).name == name
    }


@pytest.mark.parametrize(("name", "bound"), [("duckdb", "<2"), ("sqlglot", "<30.18"), ("ibis-framework", "<13")])
def test_releases_that_break_it_are_ruled_out_for_whoever_installs_it(wheel, name, bound):
    [metadata] = [part for part in wheel.namelist() if part.endswith(".dist-info/METADATA")]
    shipped = message_from_string(wheel.read(metadata).decode("utf-8")).get_all("Requires-Dist")
    assert bound in bounds([text for text in shipped if "extra ==" not in text], name)
    installed = [text for text in importlib.metadata.requires("outgrow") or [] if "extra ==" not in text]
    assert bound in bounds(installed, name)


def test_the_spark_that_ibis_knows_is_below_4_1():
    spark = PROJECT["project"]["optional-dependencies"]["spark"]
    assert "<4.1" in bounds(spark, "pyspark")


def test_pins_are_names_and_versions_only_each_once_in_order():
    assert [line for line in PINS if not re.fullmatch(r"[A-Za-z0-9][\w.-]*==[0-9][\w.]*", line)] == []
    names = [canonicalize_name(line.split("==")[0]) for line in PINS]
    assert names == sorted(set(names))


def test_pins_are_versions_that_the_project_allows():
    pins = pinned()
    refused = [
        f"{requirement}, and not {pins[canonicalize_name(requirement.name)]}"
        for requirement in required()
        if not requirement.specifier.contains(pins[canonicalize_name(requirement.name)], prereleases=True)
    ]
    assert refused == []


def test_pins_cover_all_that_is_installed_for_it():
    """From what pyproject.toml names down to the last package that one of those needs here."""
    pins = pinned()
    todo = [*required(), Requirement("pip")]
    seen: set[tuple[str, frozenset[str]]] = set()
    while todo:
        requirement = todo.pop()
        name, extras = canonicalize_name(requirement.name), frozenset(requirement.extras)
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        try:
            needed = [Requirement(text) for text in importlib.metadata.requires(name) or []]
        except importlib.metadata.PackageNotFoundError:
            continue  # not on this machine: PySpark where there is no JVM
        todo += [
            part
            for part in needed
            if part.marker is None or any(part.marker.evaluate({"extra": extra}) for extra in extras | {""})
        ]
    assert {name for name, _ in seen} - set(pins) == set()
