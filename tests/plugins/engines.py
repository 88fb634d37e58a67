"""Engines that tests start for themselves and stop again, on this machine alone: PostgreSQL and Spark."""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.plugins.capabilities import postgres_programs, unprivileged_user

if TYPE_CHECKING:
    from ibis.backends.pyspark import Backend


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Address of an empty PostgreSQL database, with its user and password, for `ibis.connect` or `read_careers`."""
    programs = postgres_programs()
    assert programs is not None
    # not under pytest's own folder, which no other user may enter
    folder = Path(tempfile.mkdtemp(prefix="outgrow-postgres-"))
    try:
        server = _Server(programs, folder, unprivileged_user() if os.geteuid() == 0 else None)
        server.start()
        try:
            yield server.url
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class _Server:
    def __init__(self, programs: Path, folder: Path, user: str | None) -> None:
        self._programs, self._folder, self._user = programs, folder, user
        self._password = secrets.token_hex(16)
        self._port = 0
        password = folder / "password"
        password.write_text(self._password, encoding="ascii")
        if user:
            for path in (folder, password):
                shutil.chown(path, user)
        self._run(
            "initdb",
            f"--pgdata={folder / 'data'}",
            "--username=outgrow",
            f"--pwfile={password}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
        )

    @property
    def url(self) -> str:
        return f"postgresql://outgrow:{self._password}@127.0.0.1:{self._port}/postgres"

    def start(self) -> None:
        for tries_left in (2, 1, 0):
            self._port = _free_port()
            settings = {
                "port": self._port,
                "listen_addresses": "127.0.0.1",
                "unix_socket_directories": self._folder,
                "fsync": "off",
                "max_connections": 30,
            }
            options = " ".join(f"-c {name}={value}" for name, value in settings.items())
            try:
                self._run("pg_ctl", "start", "--wait", f"--log={self._folder / 'log'}", f"--options={options}")
            except AssertionError:
                if not tries_left:  # somebody else may have taken the port in between
                    raise
            else:
                return

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "--wait", "--mode=immediate")

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), *arguments]
        if self._user:
            command = ["runuser", "-u", self._user, "--", *command]
        # to a file, not a pipe: the server would keep a pipe open
        with (self._folder / f"{program}.out").open("w+", encoding="utf-8") as output:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=self._folder,
                env=os.environ | {"PGDATA": str(self._folder / "data")},
                timeout=120,
                check=False,
            )
            output.seek(0)
            said = output.read()
        log = self._folder / "log"
        if log.exists():
            said += log.read_text(encoding="utf-8", errors="replace")
        assert done.returncode == 0, f"{program} failed:\n{said[-2000:]}"


def _free_port() -> int:
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backend]:
    """A local Spark behind Ibis, as `ibis.pyspark.connect` gives it."""
    import ibis
    from pyspark.sql import SparkSession

    folder = tmp_path_factory.mktemp("spark")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_LOCAL_DIRS", str(folder / "local"))
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("PYSPARK_DRIVER_PYTHON", sys.executable)
        settings: dict[str, Any] = {
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.host": "127.0.0.1",
            "spark.driver.memory": "2g",
            # each sort, join and window of a plan takes a page at least: at the usual 32 MB a long plan fills the heap,
            # and Spark waits for ever for what ran out of it
            "spark.buffer.pageSize": "1m",
            "spark.driver.extraJavaOptions": f"-Dderby.system.home={folder} -XX:TieredStopAtLevel=1",
            "spark.sql.warehouse.dir": str(folder / "warehouse"),
            "spark.sql.session.timeZone": "UTC",
            "spark.sql.shuffle.partitions": 2,
            # of so few rows it is plans that take long: made without code of their own, nor again while they run
            "spark.sql.codegen.wholeStage": "false",
            "spark.sql.codegen.factoryMode": "NO_CODEGEN",
            "spark.sql.adaptive.enabled": "false",
            "spark.sql.constraintPropagation.enabled": "false",
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
        }
        builder = SparkSession.builder.master("local[1]").appName("outgrow tests")
        for name, value in settings.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("ERROR")
        # PySpark writes whole plans to its log for what it raises as well
        logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL)
        yield ibis.pyspark.connect(session)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)
            session.stop()
            gc.collect()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("spark"):
            item.add_marker(pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"))
    # the slowest files first, so that no worker waits for another's at the end
    slow = {item.path for item in items if item.get_closest_marker("spark")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None]:
    """Let go of the sockets that PySpark leaves open while they are still the Spark test's own, and forgiven it."""
    yield
    if item.get_closest_marker("spark"):
        gc.collect()
