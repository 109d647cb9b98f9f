"""Money: accounts, transfers, escrow. The only code that moves money."""
