// SPDX-License-Identifier: MIT
// Starts the simulated Azure for one scene and takes it down again.

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const home = fileURLToPath(
  new URL('../../contrib/azure-sim/', import.meta.url));

/** The file of a ready scenario. */
export function readyScenario(name) {
  return join(home, 'scenarios', `${name}.json`);
}

/** Start the scenario in a file; the endpoints and a function that stops it. */
export async function startSim(scenario) {
  const runDir = mkdtempSync(join(tmpdir(), 'azure-sim-'));
  const sim = spawn('python3', [join(home, 'azure-sim'), '--scenario',
    scenario, '--run-dir', runDir],
  { stdio: ['ignore', 'inherit', 'inherit'] });
  const ended = new Promise((resolve) => sim.once('exit', resolve));
  const announcement = join(runDir, 'endpoints.json');
  for (let tries = 0; !existsSync(announcement); tries++) {
    if (tries > 200 || sim.exitCode !== null) {
      sim.kill('SIGKILL');
      throw new Error('azure-sim did not start');
    }
    await sleep(50);
  }
  const endpoints = JSON.parse(readFileSync(announcement, 'utf8'));
  const stop = async () => {
    sim.kill('SIGTERM');
    const status = await ended;
    rmSync(runDir, { recursive: true });
    return status;
  };
  return { endpoints, stop };
}
