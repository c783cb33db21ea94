"""The sheets of the template and of the pack of functions, as they are built."""
