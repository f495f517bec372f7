// SPDX-License-Identifier: MIT
// The names in the ready scenarios, and clients pointed at the simulation.

import { CognitiveServicesManagementClient }
  from '@azure/arm-cognitiveservices';
import { MonitorClient } from '@azure/arm-monitor';
import { ClientSecretCredential } from '@azure/identity';

const env = process.env;
export const tenant = '11111111-1111-1111-1111-111111111111';
export const client = '22222222-2222-2222-2222-222222222222';
export const secret = 'demo-secret~+/&=1';
export const subscription = '66666666-6666-6666-6666-666666666666';
export const scope = 'https://management.azure.com/.default';
export const splitByDeployment = "ModelDeploymentName eq '*'";

/** The ARM id of a Cognitive Services account. */
export function accountId(group, name) {
  return `subscriptions/${subscription}/resourceGroups/${group}`
    + `/providers/Microsoft.CognitiveServices/accounts/${name}`;
}

/** Stands for the interval FULL, a word that the client refuses to send. */
export const full = 'P99D';

const sayFull = { position: 'perCall', policy: { name: 'sayFull',
  sendRequest(request, next) {
    request.url = request.url.replace(`interval=${full}`, 'interval=FULL');
    return next(request);
  } } };

const options = { endpoint: env.SIM_ARM, credentialScopes: scope,
  retryOptions: { maxRetries: 0 }, additionalPolicies: [sayFull] };

/** The application's credential, by default with the right secret. */
export function credential({ tenantId = tenant, clientId = client,
  clientSecret = secret } = {}) {
  return new ClientSecretCredential(tenantId, clientId, clientSecret,
    { authorityHost: env.SIM_AUTHORITY, disableInstanceDiscovery: true,
      retryOptions: { maxRetries: 0 } });
}

/** A Monitor client. */
export function monitor(by = credential()) {
  return new MonitorClient(by, subscription, options);
}

/** A Cognitive Services client. */
export function cognitive(by = credential()) {
  return new CognitiveServicesManagementClient(by, subscription, options);
}

/** Everything that a paged list yields. */
export async function all(pages) {
  const items = [];
  for await (const item of pages) items.push(item);
  return items;
}

/** A request to the control port. */
export async function control(method, path, body) {
  const answer = await fetch(env.SIM_CONTROL + path,
    { method, body: body && JSON.stringify(body) });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}
