// SPDX-License-Identifier: MIT
// The chain of credentials that a service in production tries.

import { DefaultAzureCredential } from '@azure/identity';
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { client, control, secret, tenant } from './cloud.mjs';
import { isRefused, opens, options, property, user } from './sign-in.mjs';

const file = property('federated-token');
const { token } = await control('POST', '/federated-token', {
  issuer: 'https://oidc.azure-sim.test/cluster/',
  subject: 'system:serviceaccount:monitoring:aoai-tokens' });
writeFileSync(file, token);

/** The chain in an environment of these variables. */
function chain(variables) {
  for (const name of ['TENANT_ID', 'CLIENT_ID', 'CLIENT_SECRET',
    'CLIENT_CERTIFICATE_PATH', 'CLIENT_CERTIFICATE_PASSWORD',
    'CLIENT_SEND_CERTIFICATE_CHAIN', 'FEDERATED_TOKEN_FILE']) {
    delete process.env[`AZURE_${name}`];
  }
  Object.assign(process.env, variables);
  return new DefaultAzureCredential(options);
}

/** Which parts of Azure were asked for tokens. */
async function asked(credential) {
  await control('DELETE', '/requests');
  await opens(credential);
  const requests = await control('GET', '/requests');
  return [...new Set(requests.map((request) => request.server))];
}

const app = { AZURE_TENANT_ID: tenant, AZURE_CLIENT_ID: client };

for (const [what, variables, servers] of [
  ['a secret', { ...app, AZURE_CLIENT_SECRET: secret }, ['entra', 'arm']],
  ['a certificate', { ...app,
    AZURE_CLIENT_CERTIFICATE_PATH: property('known.pem') }, ['entra', 'arm']],
  ['a certificate with its password and chain', { ...app,
    AZURE_CLIENT_CERTIFICATE_PATH: property('locked.pem'),
    AZURE_CLIENT_CERTIFICATE_PASSWORD: 'pass word',
    AZURE_CLIENT_SEND_CERTIFICATE_CHAIN: 'true' }, ['entra', 'arm']],
  ['a token of the cluster', { ...app, AZURE_FEDERATED_TOKEN_FILE: file },
    ['entra', 'arm']],
  ['a managed identity', {}, ['imds', 'arm']],
  ['a user-assigned identity', { AZURE_CLIENT_ID: user }, ['imds', 'arm']],
]) {
  test(`the chain finds ${what}`, async () => {
    assert.deepEqual(await asked(chain(variables)), servers);
  });
}

test('a wrong secret ends the chain', async () => {
  await control('DELETE', '/requests');
  await isRefused(chain({ ...app, AZURE_CLIENT_SECRET: 'nope',
    AZURE_FEDERATED_TOKEN_FILE: file }), /AADSTS7000215:/);
  const requests = await control('GET', '/requests');
  assert.ok(requests.every((request) => request.server === 'entra'));
});
