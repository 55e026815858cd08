"""What procurement changes: check, write, answer."""
