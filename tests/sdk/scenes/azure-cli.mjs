// SPDX-License-Identifier: MIT
// Whoever is signed in to the Azure CLI; a script stands for the program.

import { AzureCliCredential } from '@azure/identity';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { credential, scope, subscription, tenant } from './cloud.mjs';
import { isRefused, opens, property } from './sign-in.mjs';

const answer = property('az-answer.json');
mkdirSync(property('bin'));
writeFileSync(property('bin/az'), `#!/bin/sh
wanted='account get-access-token --output json'
wanted="$wanted --resource https://management.azure.com"
if [ "$*" != "$wanted" ]; then
    echo "az: unrecognized arguments: $*" >&2
    exit 2
fi
if ! cat '${answer}' 2>/dev/null; then
    echo "ERROR: Please run 'az login' to setup account." >&2
    exit 1
fi
`);
chmodSync(property('bin/az'), 0o755);

const { PATH } = process.env;
process.env.PATH = `${property('bin')}:${PATH}`;

test('nobody is signed in', () => isRefused(new AzureCliCredential(),
  /Please run 'az login'/));

test('there is no such program', async () => {
  process.env.PATH = '/nowhere';
  await isRefused(new AzureCliCredential(), /Azure CLI could not be found/);
  process.env.PATH = `${property('bin')}:${PATH}`;
});

test('its token opens Resource Manager', async () => {
  const { token, expiresOnTimestamp } = await credential().getToken(scope);
  writeFileSync(answer, JSON.stringify({ accessToken: token,
    expiresOn: '2024-10-31 12:09:00.000000',
    expires_on: Math.floor(expiresOnTimestamp / 1000),
    subscription, tenant, tokenType: 'Bearer' }, null, 2));
  await opens(new AzureCliCredential());
});
