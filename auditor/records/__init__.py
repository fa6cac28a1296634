"""The person's own records: what their password managers hand out."""
