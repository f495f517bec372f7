// SPDX-License-Identifier: MIT
// A workload signs in with the token that its cluster gave it.

import { WorkloadIdentityCredential } from '@azure/identity';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { client, control, tenant } from './cloud.mjs';
import { isRefused, opens, options, property } from './sign-in.mjs';

const file = property('federated-token');

async function by(change, end = '\n') {
  const { token } = await control('POST', '/federated-token', {
    issuer: 'https://oidc.azure-sim.test/cluster/',
    subject: 'system:serviceaccount:monitoring:aoai-tokens', ...change });
  writeFileSync(file, token + end);
  return new WorkloadIdentityCredential({ tenantId: tenant, clientId: client,
    tokenFilePath: file, ...options });
}

test('a token of the cluster opens Resource Manager',
  async () => opens(await by({})));

for (const [what, change, code] of [
  ['another issuer', { issuer: 'https://x.example/' }, 700211],
  ['another audience', { audience: 'api://x' }, 700212],
  ['another subject', { subject: 'system:serviceaccount:x:y' }, 700213],
  ['a token that has expired', { expires_in: -60 }, 700024],
]) {
  test(`${what} is refused with AADSTS${code}`, async () => {
    await isRefused(await by(change), new RegExp(`AADSTS${code}:`));
  });
}

test('a file that holds no token is refused', async () => {
  await isRefused(await by({}, '.x\n'), /AADSTS50027:/);
});
