"""What the watcher has seen, what waits, and how it fares."""
