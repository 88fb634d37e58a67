"""Careers to counts: small tables that the engine makes. Start at `first_passage`, `state_tally`, `duration_tally`,
`landmark_tally` or `exposure_tally`.
"""

from outgrow.tallies.counting_process import CountingProcess, counting_process_passage, counting_process_states
from outgrow.tallies.durations import duration_steps, duration_tallies, duration_tally
from outgrow.tallies.exposure import exposure_steps, exposure_tally
from outgrow.tallies.first_passage import first_passage, first_passage_steps
from outgrow.tallies.landmark import landmark_steps, landmark_tally
from outgrow.tallies.peers import counted_in_both, levels_known, peers_of
from outgrow.tallies.states import STATE_COLUMNS, state_steps, state_tally
from outgrow.tallies.tally import Tally

__all__ = [
    "STATE_COLUMNS",
    "CountingProcess",
    "Tally",
    "counted_in_both",
    "counting_process_passage",
    "counting_process_states",
    "duration_steps",
    "duration_tallies",
    "duration_tally",
    "exposure_steps",
    "exposure_tally",
    "first_passage",
    "first_passage_steps",
    "landmark_steps",
    "landmark_tally",
    "levels_known",
    "peers_of",
    "state_steps",
    "state_tally",
]
