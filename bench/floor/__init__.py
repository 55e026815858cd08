"""The floor: one hand-written statement for each operation, whose JSON the database makes, behind a bare route."""
