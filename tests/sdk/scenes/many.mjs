// SPDX-License-Identifier: MIT
// The running month: more series than `top` gives by default, lists in pages.

import { ManagedIdentityCredential } from '@azure/identity';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountId, all, cognitive, control, full, monitor, splitByDeployment,
  subscription } from './cloud.mjs';

const account = accountId('rg-many', 'aoai-many');
const { now } = await control('GET', '/health');
const first = `${now.slice(0, 7)}-01T00:00:00Z`;
const next = new Date(first);
next.setUTCMonth(next.getUTCMonth() + 1);
const month = { timespan: `${first}/${next.toISOString().slice(0, 19)}Z`,
  interval: full, metricnames: 'TokenTransaction', aggregation: 'Total' };

const totals = (metric) => metric.timeseries.map(
  (series) => [series.metadatavalues[0].value, series.data[0].total]);

test('top is 10 unless told, and nothing says so', async () => {
  const short = await monitor().metrics.list(account,
    { ...month, filter: splitByDeployment });
  assert.equal(short.value[0].timeseries.length, 10);
  assert.equal(short.value[0].errorCode, 'Success');
  const full = await monitor().metrics.list(account,
    { ...month, filter: splitByDeployment, top: 1000 });
  assert.equal(full.value[0].timeseries.length, 12);
  const sum = totals(full.value[0]).reduce((all, [, total]) => all + total, 0);
  assert.equal(sum, 78000);
});

test('orderby decides which series top keeps', async () => {
  const answer = await monitor().metrics.list(account, { ...month,
    filter: splitByDeployment, top: 2, orderby: 'total desc' });
  assert.deepEqual(totals(answer.value[0]),
    [['__Empty', 12000], ['batch-nightly', 11000]]);
});

test('dimension values are matched without regard to case', async () => {
  const answer = await monitor().metrics.list(account, { ...month,
    filter: "modeldeploymentname eq 'Gpt-4O'" });
  assert.deepEqual(totals(answer.value[0]),
    [['gpt-4o', 1000], ['GPT-4O', 2000]]);
});

test('a metric without series is a success without timeseries', async () => {
  const answer = await monitor().metrics.list(account,
    { ...month, metricnames: 'TokenTransaction,TotalTokens' });
  assert.deepEqual(answer.value.map((m) => [m.name.value, m.errorCode,
    m.timeseries.length]),
  [['TokenTransaction', 'Success', 1], ['TotalTokens', 'Success', 0]]);
});

test('custom metrics of a gateway are split by its subscriptions', async () => {
  const component = `subscriptions/${subscription}/resourceGroups/rg-gateway`
    + '/providers/Microsoft.Insights/components/appi-gateway';
  const answer = await monitor().metrics.list(component, { ...month,
    metricnames: 'Total Tokens', metricnamespace: 'api management',
    filter: "Subscription ID eq '*'", top: 100 });
  assert.deepEqual(totals(answer.value[0]),
    [['team-red', 100], ['team-green', 200], ['team (blue)', 300]]);
  assert.equal(answer.namespace, 'API Management');
});

test('metric definitions name the dimensions', async () => {
  const definitions = await all(monitor().metricDefinitions.list(account));
  const tokens = definitions.find((d) => d.name.value === 'TokenTransaction');
  assert.equal(tokens.primaryAggregationType, 'Total');
  assert.ok(tokens.dimensions.some((d) => d.value === 'ModelDeploymentName'));
});

test('accounts of the subscription come in pages', async () => {
  await control('DELETE', '/requests');
  const found = await all(cognitive().accounts.list());
  assert.deepEqual(found.map((a) => [a.name, a.kind]),
    [['aoai-many', 'OpenAI'], ['foundry-many', 'AIServices'],
      ['speech-many', 'SpeechServices']]);
  const lists = (await control('GET', '/requests'))
    .filter((r) => r.server === 'arm');
  assert.equal(lists.length, 2);
  assert.match(lists[1].path, /%24skiptoken=/);
  assert.equal(lists[1].headers.authorization, 'Bearer');
});

test('deployments come in pages and include one without traffic', async () => {
  const found = await all(cognitive().deployments.list('rg-many', 'aoai-many'));
  assert.equal(found.length, 11);
  assert.ok(found.some((d) => d.name === 'gpt-4o-unused'));
});

test('a user-assigned identity is found by its client id', async () => {
  const identity = new ManagedIdentityCredential(
    { clientId: '77777777-7777-7777-7777-777777777777' });
  const answer = await monitor(identity).metrics.list(account, month);
  assert.equal(answer.value[0].timeseries[0].data[0].total, 78000);
});

test('a 429 surfaces with its code and Retry-After', async () => {
  await control('POST', '/faults', { server: 'arm', fault: { kind: 'status',
    status: 429, headers: { 'Retry-After': '2' },
    body: { error: { code: 'SubscriptionRequestsThrottled',
      message: 'x' } } } });
  await assert.rejects(monitor().metrics.list(account, month), (error) => {
    assert.equal(error.statusCode, 429);
    assert.equal(error.code, 'SubscriptionRequestsThrottled');
    assert.equal(error.response.headers.get('retry-after'), '2');
    return true;
  });
});
