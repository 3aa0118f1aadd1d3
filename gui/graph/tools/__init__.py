"""What stands around the canvas: search, breadcrumbs, legend, ribbon, minimap."""
