# SPDX-License-Identifier: MIT
"""The key files of an Azure Arc agent: one for each challenge, used once."""

import os
import secrets
import threading
import uuid


class ArcKeys:
    """The challenges that are not answered yet."""

    def __init__(self):
        self._paths, self._lock = {}, threading.Lock()

    def make(self, folder):
        """Write a key that members of the agent's group may read; its name
        without `.key`."""
        name, key = str(uuid.uuid4()), secrets.token_urlsafe(48)
        path = os.path.join(folder, f"{name}.key")
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o440)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(key)
        with self._lock:
            self._paths[key] = path
        return name

    def redeem(self, key):
        """True for the contents of a key file, which goes away by that."""
        with self._lock:
            path = self._paths.pop(key, None)
        if path is None:
            return False
        try:
            os.unlink(path)
        except FileNotFoundError:
            pass
        return True
