"""What careers made of an export, in plain values, and exports made for one test."""

from __future__ import annotations

import io
import zipfile

from tests.careers.reading import read

from outgrow.months import month_text

HEADER = "Company Name,Title,Description,Location,Started On,Finished On\n"
_KEPT = ("title", "organisation", "occupation", "description", "skills", "marks")


def _text(month):
    return None if month is None else month_text(month)


def seen(source, **options):
    """Read as on the day of tests; rows as dicts without what is missing."""
    careers = read(source, **options)
    spells = []
    for row in careers.spells.order_by("row").to_pyarrow().to_pylist():
        spell = {"person": row["person"], "start": _text(row["start"]), "end": _text(row["end"])}
        spell |= {column: row[column] for column in _KEPT if row[column] is not None}
        spells.append(spell | ({"imprecise": True} if row["imprecise"] else {}))
    people = [] if careers.people is None else careers.people.order_by("person").to_pyarrow().to_pylist()
    months = {"observed_until", "birth"}
    return {
        "spells": spells,
        "people": [
            {name: _text(value) if name in months else value for name, value in row.items() if value is not None}
            for row in people
        ],
        "quarantine": sorted(
            [row["row"], row["column"], row["value"], row["reason"]] for row in careers.quarantined().to_pylist()
        ),
        "notes": list(careers.notes),
    }


def zipped(files, method=zipfile.ZIP_DEFLATED):
    """Bytes of a zip; a file is a name, or a ZipInfo, and its text or bytes."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        for name, text in files:
            archive.writestr(name, text, None if isinstance(name, zipfile.ZipInfo) else method)
    return content.getvalue()


def linkedin(positions, **others):
    """Bytes of an export of LinkedIn."""
    return zipped([("Positions.csv", positions), *((f"{name}.csv", text) for name, text in others.items())])
