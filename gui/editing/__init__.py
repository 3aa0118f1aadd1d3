"""Editing by hand: menus, dialogs, previews and wires around the chosen nodes."""
