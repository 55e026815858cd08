"""Where rows live: the connection, the migrations and what importers share."""
