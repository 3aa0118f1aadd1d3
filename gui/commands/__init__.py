"""Everything that can be done, by menu, key and palette."""
