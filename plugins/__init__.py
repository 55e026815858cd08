"""The departments that ship with the product, one folder each."""
