"""The Nu Html Checker, which knows what may stand in what: content models, attributes, ARIA, style sheets."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.plugins.capabilities import checker

#: Messages that are wrong, and why each is. Whole texts only, so that nothing else hides behind one.
KNOWN_FALSE: dict[str, str] = {}


@pytest.fixture
def validator(tmp_path: Path) -> Callable[[Mapping[str, str]], list[str]]:
    """A function from pages by name to what is wrong with them; one start of Java, 3 to 5 seconds, for all of them."""

    def faults(pages: Mapping[str, str]) -> list[str]:
        folder = tmp_path / "checked"
        folder.mkdir(exist_ok=True)
        names = {f"{number}.html": name for number, name in enumerate(pages)}
        for file, name in names.items():
            (folder / file).write_text(pages[name], encoding="utf-8")
        done = subprocess.run(
            [*checker(), "--exit-zero-always", "--stdout", "--format", "json", *names],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            cwd=folder,
            encoding="utf-8",
            timeout=120,
            check=True,
        )
        messages = json.loads(done.stdout)["messages"]
        return [_told(message, names) for message in messages if message["message"] not in KNOWN_FALSE]

    return faults


def _told(message: Mapping[str, Any], names: Mapping[str, str]) -> str:
    name = names[message["url"].rpartition("/")[2]]
    kind = message.get("subType", message["type"])
    return f"{name}, line {message.get('lastLine', '?')}: {kind}: {message['message']} {message.get('extract', '')!r}"
