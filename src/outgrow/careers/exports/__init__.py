"""Personal exports in: LinkedIn, JSON Resume, Europass and what plug-ins read, one file or a folder of many people's.

`Reader` is the contract, `READERS` the one place where readers are registered, `load_exports` what `read_careers` calls.
"""

from outgrow.careers.exports.archive import Source
from outgrow.careers.exports.limits import Limits
from outgrow.careers.exports.load import load_exports
from outgrow.careers.exports.reader import Draft, Export, ExportFault, Reader
from outgrow.careers.exports.refused import Refused
from outgrow.careers.exports.registry import GROUP, READERS

__all__ = [
    "GROUP",
    "READERS",
    "Draft",
    "Export",
    "ExportFault",
    "Limits",
    "Reader",
    "Refused",
    "Source",
    "load_exports",
]
