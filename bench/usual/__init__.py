"""The usual way in Python: Strawberry over ORM rows, with dataloaders and its caches of parsed and valid documents."""
