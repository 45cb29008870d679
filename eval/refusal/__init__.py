"""A study of refusal: how often the system invents, refuses without need, or answers wrongly."""
