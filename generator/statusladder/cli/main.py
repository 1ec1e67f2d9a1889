"""The entry point, and the one translator from errors to words and exit codes: 0 well, 1 content or world, 2 usage.

A build alone has a code of its own: 3, published with gaps.
"""

import gc
import sys
from io import StringIO

import click

from statusladder import __version__
from statusladder.cli.console import Console, flush_streams, give_up_streams, open_streams
from statusladder.loading import find_member_names, load_member, read_member_summary
from statusladder.model.problem import Stopped

_COMMANDS = "statusladder.cli.commands"


class _Commands(click.Group):
    """Loads a command's module only when it is called, so that each starts as fast as it can."""

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted(_modules())

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        module = _modules().get(name)
        if module is None:
            return None
        command = load_member(_COMMANDS, module, "COMMAND")
        if not isinstance(command, click.Command):
            raise TypeError(f"{module}.COMMAND is no command")
        return command

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it, which looks for what was meant among loaded commands; none of ours is."""
        names = self.list_commands(context)
        if args[0] not in names and not args[0].startswith("-") and not context.resilient_parsing:
            raise click.NoSuchCommand(args[0], possibilities=names, ctx=context)
        return super().resolve_command(context, args)

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Each command with the first line of its help, in full and without loading any of them."""
        with formatter.section("Commands"):
            rows = sorted(_modules().items())
            formatter.write_dl([(name, read_member_summary(_COMMANDS, module)) for name, module in rows])


def _modules() -> dict[str, str]:
    """Command names and their modules; a module may end in `_` where the name is a word of Python (`import_`)."""
    return {module.rstrip("_").replace("_", "-"): module for module in find_member_names(_COMMANDS)}


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="statusladder")
def statusladder() -> None:
    """Incident communication as files: check them against the ladder, build a static status site."""


def main() -> None:
    """Runs a command and leaves with its exit code; what the world does wrong is said in words."""
    # What a command makes lives until it ends: to look for garbage less often takes a twelfth off a build.
    gc.set_threshold(10_000, 10, 10)
    open_streams()
    try:
        code = _run()
        flush_streams()
    except OSError as failure:
        if failure.filename is None:
            give_up_streams(failure)
        else:
            sentence = f"{failure.filename} cannot be used ({failure.strerror})"
            Console().fault(sentence, "check its name, that it is there and that you may use it")
        code = 1
    sys.exit(code)


def _run() -> int:
    try:
        code: int | None = statusladder.main(prog_name="statusladder", standalone_mode=False)
    except click.exceptions.Exit as leave:
        code = leave.exit_code
    except click.Abort:
        Console().fault("stopped", "nothing was half-published; run the command again")
        code = 1
    except click.ClickException as wrong:
        words = StringIO()
        wrong.show(words)
        Console().words(words.getvalue())
        code = wrong.exit_code
    except Stopped as stopped:
        Console().fault(stopped.sentence, stopped.fix)
        code = 1
    return code or 0
