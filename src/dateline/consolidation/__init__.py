"""Consolidation: the incident that the events of its reports make, rivals and all."""
