"""The host: finds departments, owns what they share, decides who sees what, and serves the graph."""
