# SPDX-License-Identifier: MIT
"""A throw-away certificate authority and a certificate for the loopback.

Made once for a run directory by the `openssl` command.  The validity begins
in 2020, so that clients with a shifted clock can still verify it; only
`openssl ca` of OpenSSL 3.0 can date a certificate back.
"""

import os
import shutil
import ssl
import subprocess

_CONFIG = """
[ca]
default_ca = sim
[sim]
database = {dir}/index.txt
new_certs_dir = {dir}
rand_serial = yes
default_md = sha256
policy = any
unique_subject = no
copy_extensions = none
default_startdate = 20200101000000Z
default_enddate = 20491231235959Z
[any]
commonName = supplied
[req]
distinguished_name = name
[name]
[authority]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[leaf]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = serverAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
subjectAltName = DNS:localhost,DNS:*.azure-sim.test,IP:127.0.0.1,IP:::1
"""


class Certificates:
    """The files below `directory`; made when missing."""

    def __init__(self, directory):
        self._dir = directory
        self.ca_file = os.path.join(directory, "ca.pem")
        self.hashed = os.path.join(directory, "hashed")
        self._server = os.path.join(directory, "server.pem")
        if not os.path.exists(self._server):
            self._make()

    def _make(self):
        os.makedirs(self._dir, mode=0o700, exist_ok=True)
        with open(self._path("ca.conf"), "w", encoding="ascii") as file:
            file.write(_CONFIG.format(dir=self._dir))
        open(self._path("index.txt"), "w", encoding="ascii").close()
        for name, subject in (("ca", "azure-sim CA"), ("server", "localhost")):
            self._openssl("req", "-new", "-config", self._path("ca.conf"),
                          "-newkey", "ec", "-pkeyopt",
                          "ec_paramgen_curve:prime256v1", "-nodes",
                          "-subj", f"/CN={subject}",
                          "-keyout", self._path(f"{name}.key"),
                          "-out", self._path(f"{name}.csr"))
        self._sign("ca", "authority", "-selfsign")
        self._sign("server", "leaf", "-cert", self.ca_file)

    def _sign(self, name, extensions, *how):
        target = self._path(f"{name}.pem")
        self._openssl("ca", "-batch", "-notext", "-config",
                      self._path("ca.conf"), "-extensions", extensions,
                      "-keyfile", self._path("ca.key"), *how,
                      "-in", self._path(f"{name}.csr"), "-out",
                      target + ".new")
        os.rename(target + ".new", target)

    def _path(self, name):
        return os.path.join(self._dir, name)

    @staticmethod
    def _openssl(*arguments):
        done = subprocess.run(["openssl", *arguments], capture_output=True,
                              text=True, check=False)
        if done.returncode:
            raise OSError(f"openssl {arguments[0]}: {done.stderr.strip()}")

    def make_hashed(self):
        """Also lay out the CA in OpenSSL's hashed directory form."""
        os.makedirs(self.hashed, exist_ok=True)
        shutil.copy(self.ca_file, self.hashed)
        self._openssl("rehash", self.hashed)

    def context(self):
        """A server-side context, TLS 1.2 and 1.3."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(self._server, self._path("server.key"))
        context.set_alpn_protocols(["http/1.1"])
        return context
