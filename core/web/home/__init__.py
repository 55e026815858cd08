"""The first page: what is loaded, how it hangs together, and what one can ask."""
