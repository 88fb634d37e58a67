"""The questions of the command line as Python functions: careers in, frozen exact answers out.

Each has the name and the settings of its command. Answers are exact and for whoever holds the data; what is shown to
others passes `outgrow.disclosure.release` first.
"""

from outgrow.ask.groups import compare, hazards
from outgrow.ask.questions import ceiling, counting_process, occupancy, reach, tenure, tenures, verdict

__all__ = ["ceiling", "compare", "counting_process", "hazards", "occupancy", "reach", "tenure", "tenures", "verdict"]
