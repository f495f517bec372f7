// SPDX-License-Identifier: MIT
// The managed identity of a machine with the Azure Arc agent, whose folder of
// keys this process sees at its true path.

import { ManagedIdentityCredential } from '@azure/identity';
import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { control } from './cloud.mjs';
import { isRefused, load, opens, options, property } from './sign-in.mjs';

const arc = (realm) => load({ arc: { folder: property('arc'), realm } });
const by = () => new ManagedIdentityCredential(options);

// Refusals come first: the library keeps tokens for the whole process.
for (const [what, realm, reason] of [
  ['outside the agent\'s folder', '/etc/{name}.key', /invalid_file_path/],
  ['that climbs', '/var/opt/azcmagent/tokens/../{name}.key',
    /invalid_file_path/],
  ['that is relative', '{name}.key', /invalid_file_path/],
  ['of another kind', '/var/opt/azcmagent/tokens/{name}.txt',
    /invalid_file_extension/],
  ['that is not there', '/var/opt/azcmagent/tokens/x{name}.key',
    /unable_to_read_secret_file/],
]) {
  test(`the library does not read a file ${what}`, async () => {
    await arc(realm);
    await isRefused(by(), reason);
  });
}

test('a file with something else is refused', async () => {
  writeFileSync('/var/opt/azcmagent/tokens/mine.key', 'nonsense');
  await arc('/var/opt/azcmagent/tokens/mine.key');
  await isRefused(by(), /Invalid Basic Authorization header/);
});

test('the key of the challenge opens Resource Manager', async () => {
  await load();
  await control('DELETE', '/requests');
  const before = readdirSync('/var/opt/azcmagent/tokens').length;
  await opens(by());
  assert.equal(readdirSync('/var/opt/azcmagent/tokens').length, before);
  const asked = (await control('GET', '/requests'))
    .filter((request) => request.server === 'identity');
  assert.deepEqual(asked.map((request) => [request.status,
    request.headers.authorization]), [[401, undefined], [200, 'Basic']]);
});
