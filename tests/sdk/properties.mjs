// SPDX-License-Identifier: MIT
// What the scenes about signing in need: throw-away certificates and a
// scenario that knows them.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readyScenario } from './azure-sim.mjs';

/** A file with a key and its certificate, as AZURE_CLIENT_CERTIFICATE_PATH
 * names one; with a password the key is encrypted. */
function makeCertificate(folder, name, password) {
  const [key, pem] = ['key', 'pem'].map(
    (end) => join(folder, `${name}.${end}`));
  const secrecy = password ? ['-passout', `pass:${password}`] : ['-nodes'];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', ...secrecy,
    '-days', '30', '-subj', `/O=Example/CN=${name}`, '-keyout', key,
    '-out', pem], { stdio: 'ignore' });
  writeFileSync(pem, readFileSync(key, 'utf8') + readFileSync(pem, 'utf8'));
  return pem;
}

/** Make everything in a new folder. */
export function makeProperties() {
  const folder = mkdtempSync(join(tmpdir(), 'azure-sim-sign-in-'));
  const known = makeCertificate(folder, 'known');
  const locked = makeCertificate(folder, 'locked', 'pass word');
  makeCertificate(folder, 'named');
  makeCertificate(folder, 'stranger');
  const arc = join(folder, 'arc');
  mkdirSync(arc);
  const cloud = JSON.parse(readFileSync(readyScenario('many'), 'utf8'));
  Object.assign(cloud.tenants[0].apps[0], { certificates: [known, locked],
    x5c_subject: 'O=Example,CN=named' });
  cloud.arc = { folder: arc };
  const scenario = join(folder, 'scenario.json');
  writeFileSync(scenario, JSON.stringify(cloud));
  return { folder, scenario, arc, header: cloud.identity.header };
}
