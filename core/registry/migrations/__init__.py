"""How the tables of registry came to be, step by step; written by `ipt migrate --make NAME`."""
