"""What a business's own records measure of its inputs, each with its range."""
