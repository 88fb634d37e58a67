"""Feed a reader damaged samples for some minutes, guided by what code they reach, and keep every one that makes it fail.

    python scripts/fuzz_readers.py bamboohr --seconds 600
    python scripts/fuzz_readers.py --all --seconds 600

A reader must read or refuse in words of its own, whatever it is given; anything else it raises is a finding, whose bytes go to
``reports/fuzz/READER`` and belong into a test. Needs atheris (`pip install --group fuzz`); without it pieces of the samples
are damaged at random.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = {
    "linkedin": (
        "exports",
        ["Complete_LinkedInDataExport_05-20-2024.zip.zip", "linkedin_inner.zip", "positions_alone.csv"],
    ),
    "json-resume": ("exports", ["resume.json", "resume_wide.json"]),
    "europass": ("exports", ["candidate.xml", "passport.xml", "learner.xml"]),
    "bamboohr": ("records", ["bamboohr.csv", "own.csv"]),
    "workday": ("records", ["workday.csv"]),
    "workday-jobs": ("records", ["workday_jobs.tsv"]),
    "dynamics": ("records", ["dynamics.csv"]),
    "panel": ("records", ["panel.csv", "panel_states.csv"]),
}
PIECES = (
    b"",
    b"\0",
    b'"',
    b"\n",
    b",",
    b"9999-12-31",
    b"0001",
    b"=1+1",
    b"&x;",
    b"PK\1\2",
    b"[" * 99,
    b"\xff",
    b"Terminated",
    b"No",
)


def attempt(reader: str, folder: Path) -> Callable[[bytes], None]:
    """Return what reads some bytes and raises only what a reader must never raise."""
    import outgrow
    from outgrow.careers.exports import Limits, Reader, Refused, Source
    from outgrow.careers.exports.registry import named
    from outgrow.errors import InputError

    found = named(reader)
    path = folder / ("export" if isinstance(found, Reader) else "table.csv")

    def alone(content: bytes) -> None:
        path.write_bytes(content)
        with contextlib.suppress(Refused), Source(path, Limits(seconds=20)) as source:
            found.recognises(source)  # type: ignore[arg-type]
            found.read(source)  # type: ignore[union-attr]

    def whole(content: bytes) -> None:
        path.write_bytes(content)
        with contextlib.suppress(InputError):
            outgrow.read_careers(path, reader=reader, allow_empty=True)

    return alone if isinstance(found, Reader) else whole


def at_random(one: Callable[[bytes], None], corpus: list[bytes], seconds: float, seed: int, findings: Path) -> int:
    """Damage pieces of the samples; return how many were tried."""
    rng, until, tried = random.Random(seed), time.monotonic() + seconds, 0
    while time.monotonic() < until:
        content = bytearray(rng.choice(corpus))
        for _ in range(rng.randint(1, 4)):
            start = rng.randrange(len(content) + 1)
            end = start + rng.randrange(60)
            content[start:end] = rng.choice([bytes(content[start:end]) * 2, rng.choice(PIECES), rng.randbytes(6)])
        tried += 1
        try:
            one(bytes(content))
        except Exception as fault:
            (findings / f"{type(fault).__name__}-{tried}").write_bytes(bytes(content))
    return tried


def guided(reader: str, one: Callable[[bytes], None], seconds: int, seed: int, corpus: Path, findings: Path) -> None:
    """Let atheris choose; it ends the process, with the finding kept."""
    import atheris

    options = [f"-max_total_time={seconds}", f"-seed={seed}", "-rss_limit_mb=6000", "-timeout=60", "-verbosity=0"]
    atheris.Setup([reader, *options, "-print_final_stats=1", f"-artifact_prefix={findings}/", str(corpus)], one)
    atheris.Fuzz()


def main() -> int:
    """Fuzz one reader, or each in a process of its own."""
    parser = argparse.ArgumentParser(description="Feed readers damaged samples.")
    parser.add_argument("reader", nargs="?", choices=SAMPLES)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    if asked.all:
        runs = [
            subprocess.run(
                [sys.executable, __file__, reader, "--seconds", str(asked.seconds), "--seed", str(asked.seed)]
            )
            for reader in SAMPLES
        ]
        return max(run.returncode for run in runs)
    if asked.reader is None:
        parser.error("name a reader, or --all")
    findings = ROOT / "reports" / "fuzz" / asked.reader
    findings.mkdir(parents=True, exist_ok=True)
    kind, names = SAMPLES[asked.reader]
    samples = [(ROOT / "tests" / "careers" / kind / "samples" / name).read_bytes() for name in names]
    with tempfile.TemporaryDirectory() as folder:
        try:
            import atheris
        except ImportError:
            tried = at_random(attempt(asked.reader, Path(folder)), samples, asked.seconds, asked.seed, findings)
            kept = len(list(findings.iterdir()))
            sys.stdout.write(f"{asked.reader}: {tried:,} damaged samples, {kept} findings in {findings}\n")
            return min(kept, 1)
        corpus = Path(folder) / "corpus"
        corpus.mkdir()
        for place, sample in enumerate(samples):
            (corpus / str(place)).write_bytes(sample)
        with atheris.instrument_imports(include=["outgrow.careers"]):
            one = attempt(asked.reader, Path(folder))
        guided(asked.reader, one, asked.seconds, asked.seed, corpus, findings)
    return 0


if __name__ == "__main__":
    sys.exit(main())
