"""What is wrong with careers, and which way it pushes the estimates. Start at `check_careers`.

To add a check, write a function of `Counted` that returns a `Check`, and put it into `CHECKS`: the text, the JSON and the page
show whatever is there.
"""

from outgrow.quality.check import CHECKS, check_careers

__all__ = ["CHECKS", "check_careers"]
