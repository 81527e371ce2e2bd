"""Linkage: which tellings of many reports are one incident, and why."""
