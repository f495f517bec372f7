// SPDX-License-Identifier: MIT
// Microsoft's own clients are the witnesses that the simulated Azure speaks
// like Azure. Each scene runs in a process of its own, because Node reads
// NODE_EXTRA_CA_CERTS only at its start, and Microsoft's library the place
// where managed identities are found only once.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readyScenario, startSim } from './azure-sim.mjs';
import { mayMount, withArcFolder } from './arc-mount.mjs';
import { makeProperties } from './properties.mjs';

const ours = /^(AZURE|IDENTITY|IMDS|MSI)_|^(all|https?|no)_proxy$/i;

async function play(scene, endpoints, more = {}, wrap = (words) => words) {
  const file = fileURLToPath(new URL(`scenes/${scene}.mjs`, import.meta.url));
  const kept = Object.entries(process.env).filter(([name]) => !ours.test(name));
  const env = { ...Object.fromEntries(kept), ...endpoints,
    NODE_EXTRA_CA_CERTS: endpoints.SIM_CA_FILE,
    AZURE_POD_IDENTITY_AUTHORITY_HOST: endpoints.SIM_IMDS, ...more };
  delete env.NODE_TEST_CONTEXT;
  let output = '';
  const [command, ...words] = wrap([process.execPath, file]);
  const child = spawn(command, words,
    { env, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.on('data', (data) => { output += data; });
  child.stderr.on('data', (data) => { output += data; });
  const status = await new Promise((resolve) => child.once('close', resolve));
  return { status, output };
}

/** Play a scene against a scenario; `more` makes its further environment. */
async function witness(t, scene, scenario, more = () => ({}), wrap) {
  const sim = await startSim(scenario);
  let result;
  try {
    result = await play(scene, sim.endpoints, more(sim.endpoints), wrap);
  } finally {
    assert.equal(await sim.stop(), 0, 'azure-sim ends well');
  }
  t.diagnostic(result.output.match(/^(#|ℹ) pass \d+/m)?.[0] ?? 'no summary');
  assert.equal(result.status, 0, result.output);
  assert.match(result.output, /^(#|ℹ) pass [1-9]/m);
  assert.match(result.output, /^(#|ℹ) skipped 0$/m);
}

for (const scene of ['article', 'many']) {
  test(`Microsoft's clients work against the scenario ${scene}`,
    (t) => witness(t, scene, readyScenario(scene)));
}

test('@azure/communication-email sends mail',
  (t) => witness(t, 'mail', readyScenario('many')));

// The scene and how a host tells the library where tokens are to be had.
for (const [scene, place] of [
  ['certificate', () => ({})],
  ['workload', () => ({})],
  ['app-service', (sim, { header }) => ({
    IDENTITY_ENDPOINT: `${sim.SIM_IDENTITY}/msi/token`,
    IDENTITY_HEADER: header })],
  ['machine-learning', (sim, { header }) => ({
    MSI_ENDPOINT: `${sim.SIM_IDENTITY}/ml/token`, MSI_SECRET: header })],
  ['cloud-shell', (sim) => ({
    MSI_ENDPOINT: `${sim.SIM_IDENTITY}/cloudshell/token` })],
  ['arc', (sim) => ({ IMDS_ENDPOINT: sim.SIM_IDENTITY,
    IDENTITY_ENDPOINT: `${sim.SIM_IDENTITY}/metadata/identity/oauth2/token` })],
  ['azure-cli', () => ({})],
  ['default', () => ({ AZURE_TOKEN_CREDENTIALS: 'prod' })],
]) {
  const skip = scene === 'arc' && !mayMount() && 'needs mount namespaces';
  test(`@azure/identity signs in: ${scene}`, { skip }, async (t) => {
    const mine = makeProperties();
    try {
      await witness(t, scene, mine.scenario,
        (sim) => ({ SIGN_IN: mine.folder, ...place(sim, mine) }),
        scene === 'arc' ? withArcFolder(mine.arc) : undefined);
    } finally {
      rmSync(mine.folder, { recursive: true });
    }
  });
}
