"""What `make run` shows on a new machine: people, jobs and days of work, made through the domain functions."""
