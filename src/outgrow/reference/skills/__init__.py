"""Names of skills and tools, and where they are in free text. Start at `outgrow.reference.skills.finder`."""

__all__: list[str] = []
