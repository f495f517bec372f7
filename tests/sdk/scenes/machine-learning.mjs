// SPDX-License-Identifier: MIT
// A managed identity on Azure Machine Learning.

import { ManagedIdentityCredential } from '@azure/identity';
import { test } from 'node:test';
import { isRefused, load, opens, options, user } from './sign-in.mjs';

test('a wrong secret is refused', async () => {
  await load({ identity: { header: 'another' } });
  await isRefused(new ManagedIdentityCredential(options),
    /The header secret is missing or wrong/);
  await load();
});

test('an identity opens Resource Manager', async () => {
  await opens(new ManagedIdentityCredential({ ...options, clientId: user }));
});
