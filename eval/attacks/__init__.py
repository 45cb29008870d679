"""Documents that address the model, and what the real model makes of them."""
