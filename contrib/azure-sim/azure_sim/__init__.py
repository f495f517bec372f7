# SPDX-License-Identifier: MIT
"""A simulated Azure on the loopback: Entra, IMDS, Resource Manager, Monitor."""
