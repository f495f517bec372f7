# SPDX-License-Identifier: MIT
"""RSA signatures over SHA-256: is this one by that public key?

RFC 8017, sections 8.1.2 with 9.1.2 (PSS: MGF1 with SHA-256, 32 bytes of salt)
and 8.2.2 with 9.2 (PKCS#1 v1.5).  For tests only: nothing here takes care of
timing.
"""

import hashlib

_DIGEST_INFO = bytes.fromhex("3031300d060960864801650304020105000420")
_SIZE = 32


def verify(algorithm, modulus, exponent, data, signature):
    """True when the signature of RS256 or PS256 is right."""
    length = (modulus.bit_length() + 7) // 8
    number = int.from_bytes(signature, "big")
    if len(signature) != length or number >= modulus:
        return False
    opened = pow(number, exponent, modulus)
    digest = hashlib.sha256(data).digest()
    if algorithm == "RS256":
        return opened.to_bytes(length, "big") == _pkcs1(digest, length)
    return _pss(opened, digest, modulus.bit_length() - 1)


def _pkcs1(digest, length):
    """The one encoding that PKCS#1 v1.5 allows."""
    tail = _DIGEST_INFO + digest
    return b"\0\1" + b"\xff" * (length - len(tail) - 3) + b"\0" + tail


def _mask(seed, length):
    """MGF1."""
    blocks = (hashlib.sha256(seed + count.to_bytes(4, "big")).digest()
              for count in range(-(-length // _SIZE)))
    return b"".join(blocks)[:length]


def _pss(number, digest, bits):
    length = (bits + 7) // 8
    if number.bit_length() > bits:
        return False
    encoded = number.to_bytes(length, "big")
    masked, proof = encoded[:-_SIZE - 1], encoded[-_SIZE - 1:-1]
    if encoded[-1] != 0xbc:
        return False
    plain = bytearray(a ^ b for a, b in zip(masked, _mask(proof, len(masked))))
    plain[0] &= 0xff >> (8 * length - bits)
    if plain[:-_SIZE] != bytes(len(plain) - _SIZE - 1) + b"\1":
        return False
    salt = bytes(plain[-_SIZE:])
    return hashlib.sha256(bytes(8) + digest + salt).digest() == proof
