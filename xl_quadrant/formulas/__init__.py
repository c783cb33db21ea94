"""A formula as Excel has it in, as the engine takes it out."""
