"""Django's PostgreSQL engine, with what the busiest paths need besides."""
