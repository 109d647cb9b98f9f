"""What `make run` shows on a new machine: people, jobs and some days of work, made through the same domain functions."""
