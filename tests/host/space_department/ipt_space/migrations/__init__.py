"""How the tables of space came to be, step by step; written by `ipt migrate --make NAME`."""
