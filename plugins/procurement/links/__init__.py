"""What procurement adds to the types of others."""
