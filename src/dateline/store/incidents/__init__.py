"""Incidents in the store: linking as reports come, what people decide, the change feed, lists and cards."""
