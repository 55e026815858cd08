"""Commands of `ipt` that have a room of their own, and the console they share."""
