# SPDX-License-Identifier: MIT
"""The command: start all servers, announce them, wait for the end."""

import argparse
import json
import os
import signal
import sys
import threading

from .arm import answer_arm
from .control import answer_control
from .entra import answer_entra
from .identity import answer_identity
from .imds import answer_imds
from .mail import answer_mail
from .proxy import ProxyHandler
from .server import Server
from .simulation import Simulation
from .tls import Certificates
from .tokens import load_key


def _arguments(argv):
    parser = argparse.ArgumentParser(
        prog="azure-sim", description="A simulated Azure on the loopback.")
    parser.add_argument("--scenario", required=True, metavar="FILE",
                        help="JSON description of the simulated cloud")
    parser.add_argument("--run-dir", required=True, metavar="DIR",
                        help="where endpoints and certificates are written")
    parser.add_argument("--hash-dir", default=True,
                        action=argparse.BooleanOptionalAction,
                        help="also write the CA as a hashed directory")
    return parser.parse_args(argv)


def _write(path, text):
    """Put a file in place in one step."""
    with open(path + ".new", "w", encoding="utf-8") as file:
        file.write(text)
    os.rename(path + ".new", path)


def _announce(run_dir, endpoints):
    lines = "".join(f"{name}={value}\n" for name, value in endpoints.items())
    _write(os.path.join(run_dir, "endpoints.env"), lines)
    _write(os.path.join(run_dir, "endpoints.json"),
           json.dumps(endpoints, indent=2) + "\n")


def _forget(run_dir):
    for name in ("endpoints.env", "endpoints.json"):
        try:
            os.unlink(os.path.join(run_dir, name))
        except FileNotFoundError:
            pass


def _serve(sim, certificates):
    """Start the servers; by name."""
    context = certificates.context()
    servers = [Server("entra", sim, answer_entra, context),
               Server("arm", sim, answer_arm, context),
               Server("imds", sim, answer_imds),
               Server("identity", sim, answer_identity),
               Server("mail", sim, answer_mail, context),
               Server("control", sim, answer_control),
               Server("proxy", sim, None, handler=ProxyHandler)]
    ports = {server.name: server.port for server in servers}
    sim.authority_url = f"https://localhost:{ports['entra']}"
    sim.arm_url = f"https://localhost:{ports['arm']}"
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    return ports


def run(arguments):
    """Run until SIGTERM or SIGINT; the exit status."""
    run_dir = os.path.abspath(arguments.run_dir)
    os.makedirs(run_dir, exist_ok=True)
    _forget(run_dir)
    with open(arguments.scenario, encoding="utf-8") as file:
        sim = Simulation(file.read(),
                         load_key(os.path.join(run_dir, "token.key")),
                         os.path.dirname(os.path.abspath(arguments.scenario)))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sim.stop.set())
    certificates = Certificates(os.path.join(run_dir, "tls"))
    if arguments.hash_dir:
        certificates.make_hashed()
    ports = _serve(sim, certificates)
    endpoints = {
        "SIM_AUTHORITY": sim.authority_url, "SIM_ARM": sim.arm_url,
        "SIM_IMDS": f"http://127.0.0.1:{ports['imds']}",
        "SIM_IDENTITY": f"http://127.0.0.1:{ports['identity']}",
        "SIM_MAIL": f"https://localhost:{ports['mail']}",
        "SIM_CONTROL": f"http://127.0.0.1:{ports['control']}",
        "SIM_PROXY": f"http://127.0.0.1:{ports['proxy']}",
        "SIM_CA_FILE": certificates.ca_file,
        "SIM_PID": os.getpid()}
    if arguments.hash_dir:
        endpoints["SIM_CA_PATH"] = certificates.hashed
    _announce(run_dir, endpoints)
    sim.stop.wait()
    _forget(run_dir)
    return 0


def main(argv=None):
    """The command line."""
    try:
        return run(_arguments(argv))
    except (OSError, ValueError, KeyError) as error:
        print(f"azure-sim: {error}", file=sys.stderr)
        return 1
