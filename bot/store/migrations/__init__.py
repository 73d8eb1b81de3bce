"""The steps by which the database got its shape, run by alembic."""
