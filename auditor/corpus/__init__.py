"""Training sets: whether photo addresses, domains or hashes stand in their metadata (Parquet)."""
