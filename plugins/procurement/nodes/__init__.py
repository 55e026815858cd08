"""The types of procurement, each with the scope that says who may read its rows."""
