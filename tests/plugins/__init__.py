"""Pytest plugins of this project, loaded by the conftest.py at its root."""
