"""From the labour log to days of work: joining time, telling its kinds apart, keeping and reading the sums."""
