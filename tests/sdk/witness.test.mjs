// SPDX-License-Identifier: MIT
// Microsoft's own clients are the witnesses that the simulated Azure speaks
// like Azure. Each scene runs in a process of its own, because Node reads
// NODE_EXTRA_CA_CERTS only at its start.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startSim } from './azure-sim.mjs';

async function play(scene, sim) {
  const file = fileURLToPath(new URL(`scenes/${scene}.mjs`, import.meta.url));
  const env = { ...process.env, ...sim.endpoints,
    NODE_EXTRA_CA_CERTS: sim.endpoints.SIM_CA_FILE,
    AZURE_POD_IDENTITY_AUTHORITY_HOST: sim.endpoints.SIM_IMDS };
  delete env.NODE_TEST_CONTEXT;
  for (const name of ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY',
    'ALL_PROXY', 'all_proxy', 'AZURE_CLIENT_ID', 'IDENTITY_ENDPOINT',
    'MSI_ENDPOINT']) {
    delete env[name];
  }
  let output = '';
  const child = spawn(process.execPath, [file],
    { env, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.on('data', (data) => { output += data; });
  child.stderr.on('data', (data) => { output += data; });
  const status = await new Promise((resolve) => child.once('close', resolve));
  return { status, output };
}

for (const scene of ['article', 'many']) {
  test(`Microsoft's clients work against the scenario ${scene}`, async (t) => {
    const sim = await startSim(scene);
    let result;
    try {
      result = await play(scene, sim);
    } finally {
      assert.equal(await sim.stop(), 0, 'azure-sim ends well');
    }
    t.diagnostic(result.output.match(/^# pass \d+/m)?.[0] ?? 'no summary');
    assert.equal(result.status, 0, result.output);
    assert.match(result.output, /^(#|ℹ) pass [1-9]/m);
    assert.match(result.output, /^(#|ℹ) skipped 0$/m);
  });
}
