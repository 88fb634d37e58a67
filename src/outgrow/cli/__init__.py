"""The command line: one file a command, imports where they are used, errors in plain words.

Exit code 0; 2 for bad input or a refused question, with the reason on standard error; 1 is our own fault.
"""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from outgrow.errors import OutgrowError

__all__ = ["main"]


def main() -> None:
    """Run ``outgrow`` with the arguments of the process."""
    # a command ends before its garbage matters, and reading modules and tables is slower with every search for it
    gc.set_threshold(100_000, 50, 100)
    from outgrow.cli.app import app
    from outgrow.errors import OutgrowError

    try:
        app(prog_name="outgrow")
    except OutgrowError as fault:
        sys.stderr.write(f"outgrow: {_said(fault)}\n")
        sys.exit(2)
    except BrokenPipeError:
        # the reader has what it wanted (`| head`); leave nothing for the interpreter to flush
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        sys.stderr.write("\noutgrow: stopped.\n")
        sys.exit(130)
    except Exception as fault:
        if os.environ.get("OUTGROW_DEBUG"):
            raise
        # the text of an unforeseen error may hold a row about a person, so only its kind is shown
        sys.stderr.write(
            f"outgrow: this is a fault of ours ({type(fault).__name__}{_place(fault)}).\n"
            "  Do: run it again with OUTGROW_DEBUG=1 to see where, and report it; that text may show your data\n"
        )
        sys.exit(1)
    finally:
        gc.freeze()  # the interpreter's last search for garbage would take half a second after a report


def _said(fault: OutgrowError) -> str:
    """Return what an error says, with the line to type where another question has an answer."""
    from outgrow.errors import OutgrowError, RefusedQuestion

    if not isinstance(fault, RefusedQuestion) or fault.instead is None:
        return str(fault)
    from outgrow.report.repeat import mended_command

    line = mended_command(fault.instead)
    return str(OutgrowError(fault.found, why=fault.why, do=f"{fault.do}, as in\n      {line}"))


def _place(fault: BaseException) -> str:
    trace, place = fault.__traceback__, ""
    while trace is not None:
        name = trace.tb_frame.f_globals.get("__name__", "")
        if name.startswith("outgrow.") and not name.startswith("outgrow.cli"):
            place = f" in {name}, line {trace.tb_lineno}"
        trace = trace.tb_next
    return place
