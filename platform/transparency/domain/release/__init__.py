"""The privacy rule and the monthly release: the only way from the labour log to a public figure."""
