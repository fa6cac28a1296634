"""ActivityPub (any server): an actor, its portraits and what its outbox lists."""
