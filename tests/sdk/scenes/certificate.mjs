// SPDX-License-Identifier: MIT
// An application signs in with a certificate.

import { ClientCertificateCredential } from '@azure/identity';
import { test } from 'node:test';
import { client, control, tenant } from './cloud.mjs';
import { isRefused, opens, options, property } from './sign-in.mjs';

const by = (name, more, certificatePassword) => new ClientCertificateCredential(
  tenant, client, { certificatePath: property(`${name}.pem`),
    certificatePassword }, { ...options, ...more });

test('a registered certificate opens Resource Manager',
  () => opens(by('known')));

test('so does one whose key is encrypted',
  () => opens(by('locked', {}, 'pass word')));

test('and one that is sent with its chain',
  () => opens(by('known', { sendCertificateChain: true })));

test('a trusted subject needs its chain to be sent', async () => {
  await isRefused(by('named'), /AADSTS700027:.*not registered/);
  await opens(by('named', { sendCertificateChain: true }));
});

test('an unregistered certificate is refused', async () => {
  await isRefused(by('stranger'), /AADSTS700027:.*The key was not found/);
  await isRefused(by('stranger', { sendCertificateChain: true }),
    /AADSTS700027:.*The key was not found/);
});

test('a clock that is wrong shows', async () => {
  await control('POST', '/clock', { advance: 3600 });
  await isRefused(by('known'), /AADSTS700024:/);
  await control('POST', '/clock', { advance: 40 * 86400 });
  await isRefused(by('known'), /AADSTS1000502:/);
});
