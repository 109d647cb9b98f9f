"""What makes the labour log tamper-evident: blocks, signatures, receipts, and how all of it is checked."""
