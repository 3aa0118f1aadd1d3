"""A small street painter: camera, canvas, things, layout, light."""
