"""How the tables of eu_support came to be, step by step; written by `ipt migrate --make NAME`."""
