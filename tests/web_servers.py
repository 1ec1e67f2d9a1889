"""Real web servers on a free port of this machine, each with a snippet of ours in its configuration.

Each goes into the background by itself, and only when it listens; so nothing here waits.
"""

import os
import socket
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

_NGINX = """\
{user}
worker_processes 1;
pid {run}/pid;
error_log {run}/error.log;
events {{}}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    client_body_temp_path {run}/1;
    proxy_temp_path {run}/2;
    fastcgi_temp_path {run}/3;
    uwsgi_temp_path {run}/4;
    scgi_temp_path {run}/5;
    server {{
        listen 127.0.0.1:{port};
        root {root};
        include {run}/snippet;
    }}
}}
"""
_APACHE = """\
ServerName localhost
ServerRoot {run}
DefaultRuntimeDir {run}
PidFile {run}/pid
ErrorLog {run}/error.log
Listen 127.0.0.1:{port}
{user}
{modules}
TypesConfig /etc/mime.types
<VirtualHost 127.0.0.1:{port}>
    DocumentRoot {root}
    <Directory {root}>
        Require all granted
        AllowOverride {override}
    </Directory>
    {include}
</VirtualHost>
"""
_APACHE_MODULES = ("mpm_event", "authz_core", "mime", "dir", "alias", "headers")
_CADDY = """\
{{
    admin unix/{run}/admin
    auto_https off
}}
http://127.0.0.1:{port} {{
    root * {root}
    file_server
    import {run}/snippet
}}
"""


@contextmanager
def served(server: str, snippet: str, publish: Callable[[Path], object]) -> Iterator[int]:
    """The port at which `server` serves what `publish` writes into the folder that it is given."""
    # A folder of its own: a server that drops its rights may not enter those of pytest.
    with TemporaryDirectory(ignore_cleanup_errors=True) as name:
        run = Path(name)
        run.chmod(0o755)
        root = run / "www"
        publish(root)
        (run / "snippet").write_text(snippet, encoding="utf-8")
        port = _free_port()
        start, stop = _SERVERS[server](run, root, port)
        _run(start, run)
        try:
            yield port
        finally:
            _run(stop, run)


def _nginx(run: Path, root: Path, port: int) -> tuple[list[str], list[str]]:
    user = "user root;" if os.geteuid() == 0 else ""
    (run / "conf").write_text(_NGINX.format(user=user, run=run, root=root, port=port))
    command = ["nginx", "-p", str(run), "-e", f"{run}/error.log", "-c", f"{run}/conf"]
    return command, [*command, "-s", "stop"]


def _apache(run: Path, root: Path, port: int) -> tuple[list[str], list[str]]:
    return _apache_with(run, root, port, include=f"Include {run}/snippet", override="None")


def _htaccess(run: Path, root: Path, port: int) -> tuple[list[str], list[str]]:
    (folder,) = (file.parent for file in root.glob("**/404.html"))
    (run / "snippet").rename(folder / ".htaccess")
    return _apache_with(run, root, port, include="", override="FileInfo")


def _apache_with(run: Path, root: Path, port: int, include: str, override: str) -> tuple[list[str], list[str]]:
    modules = "\n".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so" for name in _APACHE_MODULES)
    user = "User www-data\nGroup www-data" if os.geteuid() == 0 else ""
    text = _APACHE.format(run=run, root=root, port=port, user=user, modules=modules, include=include, override=override)
    (run / "conf").write_text(text)
    command = ["apache2", "-f", f"{run}/conf", "-k"]
    return [*command, "start"], [*command, "stop"]


def _caddy(run: Path, root: Path, port: int) -> tuple[list[str], list[str]]:
    (run / "conf").write_text(_CADDY.format(run=run, root=root, port=port))
    given = ["--config", f"{run}/conf", "--adapter", "caddyfile"]
    return ["caddy", "start", *given], ["caddy", "stop", "--address", f"unix/{run}/admin"]


_SERVERS: Mapping[str, Callable[[Path, Path, int], tuple[list[str], list[str]]]] = {
    "nginx": _nginx,
    "apache": _apache,
    "htaccess": _htaccess,
    "caddy": _caddy,
}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _run(command: list[str], run: Path) -> None:
    # To a file and not to a pipe, which a server in the background would keep open.
    with (run / "told.txt").open("ab") as told:
        done = subprocess.run(
            command,
            stdout=told,
            stderr=told,
            stdin=subprocess.DEVNULL,
            env=os.environ | {"HOME": str(run)},
            check=False,
        )
    assert done.returncode == 0, (command, (run / "told.txt").read_text())
