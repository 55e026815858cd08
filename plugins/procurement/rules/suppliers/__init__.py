"""Which firms are proposed for a purchase, and why."""
