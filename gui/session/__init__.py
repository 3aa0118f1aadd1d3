"""The open network and all that is known of it: jobs, states, autosave."""
