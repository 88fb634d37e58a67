"""Tables of HR systems and panel surveys in: one row a job, a change or a wave, under whatever names somebody gave to columns.

`TableReader` is the contract of readers, `TableMapping` says how a table is read, `read_records` what `read_careers` calls.
"""

from outgrow.careers.records.guess import Guess
from outgrow.careers.records.mapping import RECORD_COLUMNS, TableMapping, read_mapping
from outgrow.careers.records.reader import TableReader

__all__ = ["RECORD_COLUMNS", "Guess", "TableMapping", "TableReader", "read_mapping"]
