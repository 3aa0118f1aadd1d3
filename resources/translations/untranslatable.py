"""What is raised where words cannot be collected."""


class UntranslatableError(ValueError):
    """A call whose words cannot be read from the source; says where."""
