"""The checker on parallel news: a sentence beside its own translation is true, a corrupted one is not."""
