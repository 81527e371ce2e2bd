"""The learned reader: what it makes of the words of a report."""
