// SPDX-License-Identifier: MIT
// Lets a process see a folder as that of the Azure Arc agent's keys, whose
// path Microsoft's library does not let anybody change.

import { spawnSync } from 'node:child_process';

const flags = process.getuid() === 0 ? '-m' : '-rm';
const script = 'mount -t tmpfs none /var/opt'
  + ' && mkdir -p /var/opt/azcmagent/tokens'
  + ' && mount --bind "$0" /var/opt/azcmagent/tokens && exec "$@"';

/** True where mount namespaces are to be had. */
export function mayMount() {
  return spawnSync('unshare', [flags, 'sh', '-c',
    'mount -t tmpfs none /var/opt']).status === 0;
}

/** Puts the words in front of a command that let it see the folder. */
export function withArcFolder(folder) {
  return (words) => ['unshare', flags, 'sh', '-c', script, folder, ...words];
}
