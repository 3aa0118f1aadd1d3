"""A graph as a file: sheets as PNG, SVG and PDF, and one HTML page."""
