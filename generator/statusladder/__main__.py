"""`python -m statusladder` is the command, for environments whose scripts are not on the path.

Short because all of it stands in `cli.main`.
"""

from statusladder.cli.main import main

main()
