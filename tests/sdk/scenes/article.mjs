// SPDX-License-Identifier: MIT
// One account, one deployment, October 2024: 78 + 1183 = 1261 tokens.

import { ManagedIdentityCredential } from '@azure/identity';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountId, all, client, cognitive, control, credential, full, monitor,
  scope, splitByDeployment } from './cloud.mjs';

const account = accountId('rg-momo', 'aoai-momo');
const october = { timespan: '2024-10-01T00:00:00Z/2024-11-01T00:00:00Z',
  interval: full, metricnames: 'TokenTransaction', aggregation: 'Total' };

test('a client secret gets a token', async () => {
  const token = await credential().getToken(scope);
  assert.ok(token.token.length > 1400);
  const life = token.expiresOnTimestamp - Date.now();
  assert.ok(life > 3500_000 && life <= 3600_000, `${life} ms`);
});

for (const [what, wrong, code] of [
  ['a wrong secret', { clientSecret: 'nope' }, 7000215],
  ['an expired secret', { clientSecret: 'old-secret' }, 7000222],
  ['an unknown application',
    { clientId: '99999999-9999-9999-9999-999999999999' }, 700016],
]) {
  test(`${what} is refused with AADSTS${code}`, async () => {
    await assert.rejects(credential(wrong).getToken(scope), (error) => {
      assert.equal(error.name, 'AuthenticationRequiredError');
      assert.match(error.message, new RegExp(`AADSTS${code}:`));
      return true;
    });
  });
}

test('an unknown tenant is refused', async () => {
  const stranger = credential(
    { tenantId: '99999999-9999-9999-9999-999999999999' });
  await assert.rejects(stranger.getToken(scope), /endpoints_resolution_error/);
});

test('an unknown resource is refused with AADSTS500011', async () => {
  await assert.rejects(
    credential().getToken('https://nowhere.example/.default'),
    /AADSTS500011:/);
});

test('the month sums to 1261', async () => {
  const answer = await monitor().metrics.list(account,
    { ...october, filter: splitByDeployment, top: 1000 });
  const [metric] = answer.value;
  assert.equal(answer.interval, 'P31D');
  assert.equal(answer.namespace, 'Microsoft.CognitiveServices/accounts');
  assert.equal(metric.errorCode, 'Success');
  assert.equal(metric.name.localizedValue, 'Processed Inference Tokens');
  const [series] = metric.timeseries;
  assert.equal(metric.timeseries.length, 1);
  assert.deepEqual(series.metadatavalues.map((m) => [m.name.value, m.value]),
    [['modeldeploymentname', 'gpt-4o-momo']]);
  assert.deepEqual(series.data.map((p) => [p.timeStamp.toISOString(), p.total]),
    [['2024-10-01T00:00:00.000Z', 1261]]);
});

test('days begin at the start of the span and idle ones are zero', async () => {
  const answer = await monitor().metrics.list(account, { ...october,
    timespan: '2024-09-30T12:09:00Z/2024-10-31T12:09:00Z', interval: 'P1D',
    filter: splitByDeployment });
  const { data } = answer.value[0].timeseries[0];
  assert.equal(data.length, 31);
  assert.ok(data.every(
    (p) => p.timeStamp.toISOString().endsWith('T12:09:00.000Z')));
  assert.deepEqual(data.filter((p) => p.total !== 0)
    .map((p) => [p.timeStamp.toISOString().slice(0, 10), p.total]),
  [['2024-10-14', 78], ['2024-10-16', 1183]]);
});

test('a managed identity reads the same sum', async () => {
  const identity = new ManagedIdentityCredential();
  const answer = await monitor(identity).metrics.list(account, october);
  assert.deepEqual(answer.value[0].timeseries[0].metadatavalues, []);
  assert.equal(answer.value[0].timeseries[0].data[0].total, 1261);
});

test('a managed identity that does not exist is refused', async () => {
  const identity = new ManagedIdentityCredential(
    { clientId: '99999999-9999-9999-9999-999999999999' });
  await assert.rejects(identity.getToken(scope), /Identity not found/);
});

for (const [what, resource, changes, status, code, text] of [
  ['no role', accountId('rg-closed', 'aoai-closed'), {}, 403,
    'AuthorizationFailed',
    new RegExp(`'${client}'.*Microsoft.Insights/metrics/read`)],
  ['an unknown account', accountId('rg-momo', 'aoai-nobody'), {}, 404,
    'ResourceNotFound', /accounts\/aoai-nobody/],
  ['an unknown metric', account, { metricnames: 'Tokens' }, 400,
    'BadRequest', /metric: Tokens, Valid metrics: TokenTransaction,/],
  ['an unknown dimension', account, { filter: "Deployment eq '*'" }, 400,
    'BadRequest', /not support requested dimension combination: deployment/],
  ['an odd interval', account, { interval: 'PT10M' }, 400,
    'BadRequest', /Invalid time grain duration: PT10M/],
  ['the aggregation Sum', account, { aggregation: 'Sum' }, 400,
    'BadRequest', /Sum/],
  ['an end before retention', account,
    { timespan: '2024-05-01T00:00:00Z/2024-06-01T00:00:00Z' }, 400,
    'BadRequest', /93\.00:00:00/],
]) {
  test(`${what} gives ${status} ${code}`, async () => {
    await assert.rejects(
      monitor().metrics.list(resource, { ...october, ...changes }), (error) => {
        assert.equal(error.name, 'RestError');
        assert.equal(error.statusCode, status);
        assert.equal(error.code, code);
        assert.match(error.message, text);
        return true;
      });
  });
}

test('deployments are listed', async () => {
  const [deployment, ...more] = await all(
    cognitive().deployments.list('rg-momo', 'aoai-momo'));
  assert.equal(more.length, 0);
  assert.equal(deployment.name, 'gpt-4o-momo');
  assert.equal(deployment.properties.model.name, 'gpt-4o');
  assert.equal(deployment.properties.provisioningState, 'Succeeded');
});

test('a role on a group does not list the subscription', async () => {
  await assert.rejects(all(cognitive().accounts.list()),
    { statusCode: 403, code: 'AuthorizationFailed' });
  const found = await all(cognitive().accounts.listByResourceGroup('rg-momo'));
  assert.deepEqual(found.map((a) => [a.name, a.kind]),
    [['aoai-momo', 'OpenAI']]);
});

test('a revoked token is refused with a challenge', async () => {
  const by = credential();
  await monitor(by).metrics.list(account, october);
  await control('POST', '/revoke');
  await assert.rejects(monitor(by).metrics.list(account, october),
    { statusCode: 401, code: 'InvalidAuthenticationToken' });
});
