"""Careers to counts: small tables that the engine makes. Start at `first_passage`, `state_tally`, `duration_tally`,
`landmark_tally`, `exposure_tally`, `drift_tally`, `skill_tally` or
`who_tally`.
"""

from outgrow.tallies.counting_process import CountingProcess, counting_process_passage, counting_process_states
from outgrow.tallies.drift import drift_steps, drift_tally
from outgrow.tallies.drift_tally import DriftTally
from outgrow.tallies.durations import duration_steps, duration_tallies, duration_tally
from outgrow.tallies.exposure import exposure_steps, exposure_tally
from outgrow.tallies.first_passage import first_passage, first_passage_steps
from outgrow.tallies.landmark import landmark_steps, landmark_tallies, landmark_tally
from outgrow.tallies.peers import counted_in_both, levels_known, peers_of
from outgrow.tallies.skill_counts import SkillTally
from outgrow.tallies.skills import skill_steps, skill_tally
from outgrow.tallies.states import STATE_COLUMNS, state_steps, state_tally
from outgrow.tallies.tally import Tally
from outgrow.tallies.who import WhoTally, who_steps, who_tally

__all__ = [
    "STATE_COLUMNS",
    "CountingProcess",
    "DriftTally",
    "SkillTally",
    "Tally",
    "WhoTally",
    "counted_in_both",
    "counting_process_passage",
    "counting_process_states",
    "drift_steps",
    "drift_tally",
    "duration_steps",
    "duration_tallies",
    "duration_tally",
    "exposure_steps",
    "exposure_tally",
    "first_passage",
    "first_passage_steps",
    "landmark_steps",
    "landmark_tallies",
    "landmark_tally",
    "levels_known",
    "peers_of",
    "skill_steps",
    "skill_tally",
    "state_steps",
    "state_tally",
    "who_steps",
    "who_tally",
]
