"""How the tables of knowledge_transfer came to be, step by step; written by `ipt migrate --make NAME`."""
