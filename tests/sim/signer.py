# SPDX-License-Identifier: MIT
"""An application's certificate, made for one test, and what it signs."""

import base64
import hashlib
import json
import os
import ssl
import subprocess
import uuid

import cloud

JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_PSS = ("-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:")


def b64url(data):
    """Bytes as base64url."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def form(assertion):
    """The changes of cloud.token_reply's form that send an assertion."""
    return {"client_secret": None, "client_assertion": assertion,
            "client_assertion_type": JWT_BEARER}


class Signer:
    """A key pair with a self-signed certificate of 30 days."""

    def __init__(self, folder, name):
        self.key = os.path.join(folder, f"{name}.key")
        self.path = os.path.join(folder, f"{name}.pem")
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes",
             "-days", "30", "-subj", f"/O=Example/CN={name}", "-keyout",
             self.key, "-out", self.path], check=True, capture_output=True)
        with open(self.path, encoding="ascii") as file:
            self.pem = file.read()
        self.der = ssl.PEM_cert_to_DER_cert(self.pem)

    def assertion(self, sim, now, alg="PS256", salt=32, header=None,
                  **claims):
        """A good assertion for the default application, changed: a header or
        a claim set to None is left out."""
        prints = {"x5t": b64url(hashlib.sha1(self.der).digest()),
                  "x5t#S256": b64url(hashlib.sha256(self.der).digest())}
        name = "x5t#S256" if alg == "PS256" else "x5t"
        head = {"alg": alg, "typ": "JWT", name: prints[name],
                **(header or {})}
        body = {"aud": f"{sim.endpoints['SIM_AUTHORITY']}/{cloud.TENANT}"
                       "/oauth2/v2.0/token",
                "iss": cloud.CLIENT, "sub": cloud.CLIENT, "nbf": now,
                "iat": now, "exp": now + 600, "jti": str(uuid.uuid4()),
                **claims}
        signed = ".".join(
            b64url(json.dumps({k: v for k, v in part.items()
                               if v is not None}).encode())
            for part in (head, body))
        return f"{signed}.{b64url(self._sign(signed, alg, salt))}"

    def x5c(self):
        """The certificate as `x5c` carries it."""
        return [base64.b64encode(self.der).decode()]

    def _sign(self, signed, alg, salt):
        options = (*_PSS[:3], f"{_PSS[3]}{salt}") if alg == "PS256" else ()
        return subprocess.run(
            ["openssl", "dgst", "-sha256", "-sign", self.key, *options],
            input=signed.encode(), check=True, capture_output=True).stdout
