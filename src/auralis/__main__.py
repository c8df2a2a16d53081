"""`python -m auralis` is `auralis`."""

from auralis.app.cli import main

main()
