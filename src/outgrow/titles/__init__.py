"""Job titles and roles: what a title says, and patterns over spells.

Importing this reads no file and loads no engine.
"""

from outgrow.titles.parse import TitleLabels, parse_title
from outgrow.titles.roles import Role, parse_role

__all__ = ["Role", "TitleLabels", "parse_role", "parse_title"]
