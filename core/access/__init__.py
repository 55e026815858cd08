"""Who is looking, what they may do, and what was done."""
