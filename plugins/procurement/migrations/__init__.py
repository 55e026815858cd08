"""How the tables of procurement came to be, step by step; written by `ipt migrate --make NAME`."""
