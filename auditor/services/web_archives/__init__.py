"""Web archives: whether they have copies of addresses, since when and how many."""
