"""`python -m statusladder` is the command, for environments whose scripts are not on the path."""

from statusladder.cli.main import main

main()
