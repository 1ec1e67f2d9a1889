"""Print the script that completes commands in a shell.

For bash, for example: statusladder completion bash > ~/.local/share/bash-completion/completions/statusladder
"""

import click
from click.shell_completion import get_completion_class

from statusladder.cli.console import Console


@click.command("completion", help=__doc__)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def COMMAND(shell: str) -> None:
    root = click.get_current_context().find_root().command
    maker = get_completion_class(shell)
    if maker is None:
        raise click.UsageError(f"no completion is known for {shell}")
    Console().data(maker(root, {}, "statusladder", "_STATUSLADDER_COMPLETE").source())
