"""The graph over HTTP, its explorer, and the pages beside it."""
