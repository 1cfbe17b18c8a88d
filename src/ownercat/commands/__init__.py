"""One subcommand per file: options → core → echo."""
