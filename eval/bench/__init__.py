"""Speed and memory, as ratios against the bare model in the same run. Printed by command, never asserted in a test."""
