"""Policy as data: dated numbers, each with its source, that rules are given and the graph can show."""
