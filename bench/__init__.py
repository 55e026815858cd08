"""How fast the graph is, beside the usual way, the peers and the floor, on the same rows in one run."""
