// SPDX-License-Identifier: MIT
// A managed identity on App Service.

import { ManagedIdentityCredential } from '@azure/identity';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scope } from './cloud.mjs';
import { isRefused, load, opens, options, user } from './sign-in.mjs';

// Refusals come first: the library keeps tokens for the whole process.
test('a wrong header is refused', async () => {
  await load({ identity: { header: 'another' } });
  await isRefused(new ManagedIdentityCredential(options),
    /X-IDENTITY-HEADER is missing or wrong/);
  await load();
});

test('an unknown identity is refused', async () => {
  await isRefused(new ManagedIdentityCredential({ ...options,
    clientId: '99999999-9999-9999-9999-999999999999' }),
  /No User Assigned or Delegated Managed Identity found/);
});

test('an unknown resource gives a vague error', async () => {
  await assert.rejects(new ManagedIdentityCredential(options)
    .getToken('https://nowhere.example/.default'), /unexpected error occured/);
});

test('an identity opens Resource Manager, however it is named', async () => {
  await opens(new ManagedIdentityCredential(options));
  await opens(new ManagedIdentityCredential({ ...options, clientId: user }));
  await opens(new ManagedIdentityCredential({ ...options,
    objectId: '88888888-8888-8888-8888-888888888888' }));
  await opens(new ManagedIdentityCredential({ ...options,
    resourceId: '/subscriptions/66666666-6666-6666-6666-666666666666'
      + '/resourceGroups/rg-many/providers/Microsoft.ManagedIdentity'
      + '/userAssignedIdentities/id-monitor' }));
});

for (const form of ['number', 'iso-z']) {
  test(`the library reads an expiry of the form ${form}`, async () => {
    await load({ identity: { header: process.env.IDENTITY_HEADER,
      expires_on: form } });
    const resource = form === 'iso-z' ? 'https://vault.azure.net/.default'
      : 'https://graph.microsoft.com/.default';
    const token = await new ManagedIdentityCredential(options)
      .getToken(resource);
    const life = token.expiresOnTimestamp - Date.now();
    assert.ok(life > 86_300_000 && life < 86_500_000, `${life} ms`);
  });
}

test('a token for another service does not open Resource Manager', async () => {
  const graph = { getToken: () => new ManagedIdentityCredential(options)
    .getToken('https://storage.azure.com/.default') };
  await assert.rejects(opens(graph),
    { code: 'InvalidAuthenticationTokenAudience' });
  assert.ok(await new ManagedIdentityCredential(options).getToken(scope));
});
