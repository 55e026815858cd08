"""What the rule of bidding asks, gathered from what whoever asks may know."""
