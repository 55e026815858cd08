"""Where questions to procurement begin."""
