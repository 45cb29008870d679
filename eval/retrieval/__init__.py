"""How well passages are found: public sets through the real service, beside simpler systems."""
