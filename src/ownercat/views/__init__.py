"""What a person or a program sees: each answer as text, Markdown and JSON, and the reporters of `check`."""
