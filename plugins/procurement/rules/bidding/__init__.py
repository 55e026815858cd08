"""May a firm bid, and if not, what can it do: one rule, a file for each thing that it looks at."""
