"""Records written for other tools and shown to people: JSON Lines, CSV, GeoJSON, table rows, cards and pages."""
