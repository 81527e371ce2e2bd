"""Alerts in the store: what was told, what the learned rules count, how far the change feed was followed, what is to be sent."""
