"""Our own implementations of reference networks, checkpoint-compatible by key."""
