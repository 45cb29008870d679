"""The checker on parallel texts: a sentence beside its own translation is true, a corrupted one is not."""
