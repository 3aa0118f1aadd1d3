"""What is drawn of a graph: boxes, their words, marks, numbers and colours."""
