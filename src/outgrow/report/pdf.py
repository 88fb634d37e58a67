"""A page as PDF, printed by the Chromium of this machine.

In: HTML text. Out: a PDF file. Start at `to_pdf`. The page is printed from a private folder that is removed after; nothing
is fetched, whatever the page says.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Final, Literal

from outgrow.errors import InputError, did_you_mean

__all__ = ["Paper", "check_paper", "find_browser", "to_pdf"]

Paper = Literal["a4", "letter"]

#: The environment variable that names the browser.
VARIABLE: Final = "OUTGROW_BROWSER"

#: Seconds until a browser that does not answer is ended.
PATIENCE: Final = 60

_SIZES: Final[dict[Paper, str]] = {"a4": "A4", "letter": "letter"}
_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge", "microsoft-edge")
_MAC: Final = tuple(
    f"/Applications/{name}.app/Contents/MacOS/{name}" for name in ("Google Chrome", "Chromium", "Microsoft Edge")
)
_WINDOWS: Final = (r"Google\Chrome\Application\chrome.exe", r"Microsoft\Edge\Application\msedge.exe")
_WINDOWS_FOLDERS: Final = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")

_INSTEAD: Final = (
    f"write the report as .html and print it from a browser, or set {VARIABLE} to a Chromium, Chrome or Edge"
)

_FLAGS: Final = (
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",  # no name and no address is found, so nothing can be asked for
    "--no-pdf-header-footer",
    "--export-tagged-pdf",
    "--generate-pdf-document-outline",
)
# a page's own policy can only be narrowed by a second one; this one also keeps files of this machine out
_POLICY: Final = (
    '<meta http-equiv="Content-Security-Policy" content="'
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; font-src data:"
    '">'
)


def to_pdf(
    html: str, path: str | Path, *, browser: str | Path | None = None, paper: Paper = "a4", timeout: float = PATIENCE
) -> None:
    """Print a self-contained HTML page to a PDF file, tagged and with an outline of its headings.

    Parameters
    ----------
    html : str
        The page, with its styles and drawings inside it.
    path : str or Path
        The file to write.
    browser : str or Path, optional
        The browser to print with. Default: as `find_browser` finds it.
    paper : {"a4", "letter"}, default "a4"
        The paper to print on.
    timeout : float, default 60
        Seconds until a browser that does not answer is ended.

    Raises
    ------
    InputError
        There is no such paper, no browser was found, it did not print the page, or the file cannot be written.
    """
    size = _SIZES[check_paper(paper)]
    program = find_browser(browser)
    file = Path(path).expanduser()
    # only its owner can enter a folder made so
    with tempfile.TemporaryDirectory(
        prefix="outgrow-print-", dir=_folder_for(program), ignore_cleanup_errors=True
    ) as folder:
        printed = _print(_prepared(html, size), Path(folder), program=program, timeout=timeout)
        try:
            file.write_bytes(printed)
        except OSError as fault:
            raise InputError(
                f"'{file.name}' cannot be written ({fault.strerror or type(fault).__name__}).", do="give another path"
            ) from None


def check_paper(paper: str) -> Paper:
    """Return the paper of this name, in whatever case it is written.

    Parameters
    ----------
    paper : str
        ``"a4"`` or ``"letter"``.

    Returns
    -------
    {"a4", "letter"}

    Raises
    ------
    InputError
        There is no such paper.
    """
    found = next((known for known in _SIZES if known == paper.lower()), None)
    if found is None:
        raise InputError(
            f"there is no paper '{paper}' to print on.{did_you_mean(paper, _SIZES)}", do=f"choose {' or '.join(_SIZES)}"
        )
    return found


def find_browser(browser: str | Path | None = None) -> Path:
    """Find a Chromium, Chrome or Edge on this machine.

    Parameters
    ----------
    browser : str or Path, optional
        The one to use: a name to look for or a path. Default: what the environment variable OUTGROW_BROWSER names,
        otherwise the first of the usual names and places.

    Returns
    -------
    Path
        The program.

    Raises
    ------
    InputError
        There is none, or not the one that was named.
    """
    named, by = (browser, "the browser asked for") if browser is not None else (os.environ.get(VARIABLE), VARIABLE)
    if named:
        found = shutil.which(str(Path(named).expanduser()))
        if found is None:
            raise InputError(
                f"to write a PDF, outgrow prints the page with a browser, and {by}, '{named}', is no program here.",
                why="a browser that is named is used, or none",
                do=f"name one that is installed, or none to let outgrow look for it; or {_INSTEAD.split(', or')[0]}",
            )
        return Path(found)
    for place in (*_NAMES, *_MAC, *_windows_places()):
        if found := shutil.which(place):
            return Path(found)
    raise InputError(
        "to write a PDF, outgrow prints the page with a browser, and none was found here.",
        why=f"looked for {', '.join(_NAMES)}, and where Chrome and Edge are usually installed",
        do=_INSTEAD,
    )


def _windows_places() -> list[str]:
    folders = [os.environ.get(name) for name in _WINDOWS_FOLDERS]
    return [str(Path(folder) / place) for folder in folders if folder for place in _WINDOWS]


def _folder_for(program: Path) -> Path | None:
    """Return where the page goes: None for the usual temporary folder, which a browser from a snap cannot see."""
    if not {"snap", "snapd"} & {*program.parts, *program.resolve().parts, program.resolve().name}:
        return None
    own = Path.home() / "snap" / program.name / "common"
    return own if own.is_dir() else None


def _prepared(html: str, size: str) -> str:
    """Return the page with the size of the paper after its own styles, and the policy before all it could load."""
    sized = f"<style>@page {{ size: {size}; }}</style>"
    page, ended = re.subn(r"(?i)(?=</head\s*>)", sized, html, count=1)
    if not ended:
        page += sized
    page, begun = re.subn(r"(?i)<head(\s[^>]*)?>", lambda head: head[0] + _POLICY, page, count=1)
    return page if begun else _after_doctype(page)


def _after_doctype(page: str) -> str:
    doctype = re.match(r"(?i)\s*<!doctype[^>]*>", page)
    at = doctype.end() if doctype else 0
    return page[:at] + _POLICY + page[at:]


def _print(page: str, folder: Path, *, program: Path, timeout: float) -> bytes:
    source, target, said = folder / "page.html", folder / "page.pdf", folder / "said.txt"
    source.touch(mode=0o600)
    source.write_text(page, encoding="utf-8")
    command = [str(program), *_FLAGS, f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={target}"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--no-sandbox")  # Chromium refuses to start as root with it
    status = _run([*command, source.as_uri()], said, timeout=timeout)
    printed = target.read_bytes() if target.exists() else b""
    if status == 0 and printed.startswith(b"%PDF-"):
        return printed
    if status is None:
        why = f"it did not end within {timeout:g} seconds"
    elif status:
        why = f"it ended with status {status}"
    else:
        why = "it ended without a PDF"
    raise InputError(f"{program.name} did not print the page.", why=why + _fault(said), do=_INSTEAD)


def _run(command: list[str], said: Path, *, timeout: float) -> int | None:
    """Run a browser; return its status, or None where it had to be ended."""
    try:
        # to a file, not a pipe, which a helper left behind would hold open
        with said.open("wb") as errors:
            started = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                start_new_session=True,  # a group of its own, so that its helpers end with it
            )
    except OSError as fault:
        raise InputError(
            f"{Path(command[0]).name} did not start ({fault.strerror or type(fault).__name__}).", do=_INSTEAD
        ) from None
    try:
        return started.wait(timeout)
    except subprocess.TimeoutExpired:
        return None
    finally:
        _end(started)


def _end(started: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(started.pid, signal.SIGKILL)
    elif started.poll() is None:
        started.kill()
    started.wait()


def _fault(said: Path) -> str:
    """Return what the browser said when it gave up, without where in its code: ``": No usable sandbox!"``, or nothing."""
    text = said.read_text(encoding="utf-8", errors="replace") if said.exists() else ""
    found = re.findall(r"FATAL:[^\]]*\]\s*(.+)|(Page load failed: .+)", text)
    return f": {''.join(found[-1]).strip()[:200]}" if found else ""
