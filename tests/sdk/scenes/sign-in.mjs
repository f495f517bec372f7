// SPDX-License-Identifier: MIT
// What the scenes about signing in share.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { all, cognitive, control, scope } from './cloud.mjs';

export const user = '77777777-7777-7777-7777-777777777777';

/** Options of a credential that may talk to the simulated authority alone. */
export const options = { authorityHost: process.env.SIM_AUTHORITY,
  disableInstanceDiscovery: true, retryOptions: { maxRetries: 0 } };

/** A file made for the scenes. */
export function property(name) {
  return join(process.env.SIGN_IN, name);
}

/** Load the scenes' scenario, with some of it replaced. */
export async function load(change = {}) {
  const scenario = JSON.parse(readFileSync(property('scenario.json'), 'utf8'));
  await control('POST', '/scenario', { ...scenario, ...change });
}

/** The credential's token opens Resource Manager. */
export async function opens(credential) {
  const found = await all(cognitive(credential).accounts.list());
  assert.equal(found.length, 3);
}

/** The credential gets no token, for a reason that fits the expression. */
export async function isRefused(credential, reason) {
  await assert.rejects(credential.getToken(scope), reason);
}
