"""A scene as pixels: cards, edges, frames and labels near by, blocks far away."""
