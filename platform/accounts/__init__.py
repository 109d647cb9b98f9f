"""Who may sign in and as what: requester, worker, auditor; API tokens."""
