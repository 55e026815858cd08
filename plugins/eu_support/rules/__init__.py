"""What EU support decides, as pure functions: values in, decisions with all their reasons out."""
