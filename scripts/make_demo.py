"""Make the built-in careers `demo` again, after a change of what simulates them.

    python scripts/make_demo.py

Writes src/outgrow/careers/demo; tests/careers/test_demo.py holds it to the code that makes it.
"""

from __future__ import annotations

import sys
from dataclasses import replace

from outgrow.careers import builtin, prepared


def main() -> None:
    """Simulate and write."""
    careers, truth = builtin.simulated(builtin.DEMO_PEOPLE)
    folder = prepared.write(replace(careers, name="demo"), builtin.demo_folder(), beside={"truth.json": truth})
    sys.stdout.write(f"{folder}\n")


if __name__ == "__main__":
    main()
