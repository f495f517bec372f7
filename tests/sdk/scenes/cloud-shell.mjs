// SPDX-License-Identifier: MIT
// Whoever is signed in to Azure Cloud Shell.

import { ManagedIdentityCredential } from '@azure/identity';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { opens, options, user } from './sign-in.mjs';

test('an unknown resource is refused', async () => {
  await assert.rejects(new ManagedIdentityCredential(options)
    .getToken('https://nowhere.example/.default'), /ManagedIdentityCredential/);
});

test('the token opens Resource Manager',
  () => opens(new ManagedIdentityCredential(options)));

test('the library itself refuses to choose an identity', () => {
  assert.throws(() => new ManagedIdentityCredential({ ...options,
    clientId: user }), /not supported for CloudShell/);
});
