"""One person: what their own documents say, read on their own machine and kept for them alone.

In: files that a person brings. Out: `Profile`. Nothing is sent anywhere; documents are opened in a process of their own with
limits. Start at `outgrow.person.profile`.
"""
