"""Make the resumes of tests/person/documents, and what is true of them, from the sources in scripts/resumes.

    python scripts/make_resumes.py [NAME ...]

NAMEs are stems of `scripts/resumes/careers`; without any, all are made. `truth.json` is always written whole. Text and Markdown
are written by hand where they lie, and so are the pages of `scripts/resumes/by_hand`, which Chromium prints. Needs the
dependency group `resumes`, and Chromium (`/usr/bin/chromium`, or the one that CHROMIUM names). The README of the set tells more.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))  # the package of sources beside this script, wherever this is run from

from resumes import make  # noqa: E402
from resumes.career import read_career, truth  # noqa: E402

SOURCES = HERE / "resumes" / "careers"
OUT = HERE.parent / "tests" / "person" / "documents"


def main(names: list[str]) -> None:
    """Make the documents named, or all, and write the truth of all."""
    careers = [read_career(path) for path in sorted(SOURCES.glob("*.txt"))]
    unknown = set(names) - {career.stem for career in careers}
    if unknown:
        raise SystemExit(f"no such source in {SOURCES}: {', '.join(sorted(unknown))}")
    truths = []
    for career in careers:
        file = f"{career['half']}/{career.stem}{make.SUFFIXES[career['format']]}"
        if not names or career.stem in names:
            make.make(career, OUT / file)
        truths.append(truth(career, file))
    text = json.dumps(sorted(truths, key=lambda one: str(one["file"])), ensure_ascii=False, indent=1)
    (OUT / "truth.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
