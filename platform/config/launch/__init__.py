"""The launcher behind `make run`, `make test` and `make bench`: one process starts and stops all others."""
