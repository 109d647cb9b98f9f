"""The people who do the work: finding it, the desk, drafts, earnings."""
