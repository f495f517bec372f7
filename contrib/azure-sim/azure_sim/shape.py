# SPDX-License-Identifier: MIT
"""The shape of a scenario's objects: what is missing or not known."""


class ScenarioError(ValueError):
    """The scenario cannot be used; the text says where."""


def fields(value, where, required=(), optional=()):
    """`value` as an object that has the required keys and no unknown ones."""
    if not isinstance(value, dict):
        raise ScenarioError(f"{where}: an object is wanted")
    for key in required:
        if key not in value:
            raise ScenarioError(f"{where}: '{key}' is missing")
    for key in value:
        if key not in required and key not in optional:
            raise ScenarioError(f"{where}: unknown key '{key}'")
    return value


def one_of(value, where, known):
    """`value`, one of the known words."""
    if value not in known:
        raise ScenarioError(f"{where}: one of {', '.join(known)} is wanted")
    return value
