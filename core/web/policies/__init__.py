"""The page that shows all policies to people."""
