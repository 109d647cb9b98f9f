"""Published tables as charts for everybody: drawn from one release, and from nothing else."""
