"""Mail of the person's own mailbox: heads are looked at, bodies are passed over."""
