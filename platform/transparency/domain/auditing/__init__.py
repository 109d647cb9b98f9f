"""What auditors ask of the labour log, what they are told, and what is kept of their looking."""
