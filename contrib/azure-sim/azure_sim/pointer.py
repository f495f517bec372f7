# SPDX-License-Identifier: MIT
"""JSON pointers (RFC 6901): change or remove one place of a value."""


def _steps(pointer):
    parts = pointer.split("/")
    if parts[0] == "":
        parts = parts[1:]
    return [part.replace("~1", "/").replace("~0", "~") for part in parts]


def _key(holder, step):
    return int(step) if isinstance(holder, list) and step != "-" else step


def replace(value, pointer, new):
    """`value` with the place set to `new`; `-` appends to a list."""
    if pointer == "":
        return new
    *path, last = _steps(pointer)
    holder = value
    for step in path:
        holder = holder[_key(holder, step)]
    if isinstance(holder, list) and last == "-":
        holder.append(new)
    else:
        holder[_key(holder, last)] = new
    return value


def remove(value, pointer):
    """Remove the place from `value`."""
    *path, last = _steps(pointer)
    holder = value
    for step in path:
        holder = holder[_key(holder, step)]
    del holder[_key(holder, last)]
