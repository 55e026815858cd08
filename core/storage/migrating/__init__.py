"""The parts of migrating: what is shipped, what is asked for, how tables are changed, and what they are afterwards."""
