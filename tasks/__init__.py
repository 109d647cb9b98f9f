"""The work: jobs, media, kinds, splitting, micro-tasks, assignments, answers, review, results, exports."""
