// SPDX-License-Identifier: MIT
// Mail by Communication Services, with an access key and with a token.

import { EmailClient } from '@azure/communication-email';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { beforeEach, test } from 'node:test';
import { readyScenario } from '../azure-sim.mjs';
import { control, credential } from './cloud.mjs';

const scenario = JSON.parse(readFileSync(readyScenario('many'), 'utf8'));
const endpoint = process.env.SIM_MAIL;
const options = { retryOptions: { maxRetries: 0 } };
const to = [{ address: 'ops@contoso.example', displayName: 'Ops' }];
const message = { senderAddress: 'donotreply@azure-sim.test',
  content: { subject: 'Budget used up', plainText: '1261 tokens' },
  recipients: { to } };

/** A client with the connection string of an access key. */
function byKey(key = scenario.mail.keys[0], more = {}) {
  return new EmailClient(`endpoint=${endpoint}/;accesskey=${key}`,
    { ...options, ...more });
}

/** Load the scenario, with some of its mail replaced. */
async function load(mail = {}) {
  await control('POST', '/scenario',
    { ...scenario, mail: { ...scenario.mail, ...mail } });
}

async function send(client, mail = message, more = {}) {
  return (await client.beginSend(mail, more)).pollUntilDone();
}

beforeEach(async () => {
  await load();
  await control('DELETE', '/mails');
  await control('DELETE', '/requests');
});

test('a connection string sends, copies, answers and scripts', async () => {
  const people = (...names) => names.map(
    (name) => ({ address: `${name}@contoso.example`, displayName: 'Ä, Ö' }));
  const result = await send(byKey(), { ...message,
    content: { subject: '使用量アラート – é €', plainText: '合計 1,261\n',
      html: '<p>合計 <b>1,261</b></p>' },
    headers: { 'X-Prio': '1' },
    recipients: { to, cc: people('c1', 'c2'), bcc: people('b') },
    replyTo: people('r'), userEngagementTrackingDisabled: true });
  assert.equal(result.status, 'Succeeded');
  const [{ time, ...mail }, ...rest] = await control('GET', '/mails');
  assert.deepEqual(rest, []);
  assert.ok(time);
  assert.deepEqual(mail, { id: result.id, from: message.senderAddress,
    to: ['ops@contoso.example'],
    cc: ['c1@contoso.example', 'c2@contoso.example'],
    bcc: ['b@contoso.example'], reply_to: ['r@contoso.example'],
    subject: '使用量アラート – é €', plain: '合計 1,261\n',
    html: '<p>合計 <b>1,261</b></p>', headers: { 'X-Prio': '1' },
    principal: 'access-key' });
});

test('an attachment travels with the later api-version', async () => {
  const attachments = [{ name: 'a.txt', contentType: 'text/plain',
    contentInBase64: 'YQ==' }];
  await send(byKey(undefined, { apiVersion: '2025-09-01' }),
    { ...message, attachments });
  const [{ path }] = await control('GET', '/requests');
  assert.equal(path, '/emails:send?api-version=2025-09-01');
});

test('a running operation is followed at the address it was told', async () => {
  await load({ operation_seconds: 1.5 });
  const result = await send(byKey(), message, { updateIntervalInMs: 100 });
  assert.equal(result.status, 'Succeeded');
  const [first, ...asked] = await control('GET', '/requests');
  assert.deepEqual([first.method, first.status], ['POST', 202]);
  assert.ok(asked.length >= 2 && asked.length <= 4, `${asked.length} times`);
  for (const { method, path, status } of asked) {
    assert.deepEqual([method, path, status], ['GET',
      `//emails/operations/${result.id}?api-version=2023-03-31`, 200]);
  }
});

test('a repeated operation id is one mail', async () => {
  const operationId = '8540c0de-899f-5cce-acb5-3ec493af3800';
  for (let times = 0; times < 2; times++) {
    const result = await send(byKey(), message, { operationId });
    assert.deepEqual([result.id, result.status], [operationId, 'Succeeded']);
  }
  assert.equal((await control('GET', '/mails')).length, 1);
});

test('a token of an application with a role sends', async () => {
  const client = new EmailClient(endpoint, credential(), options);
  assert.equal((await send(client)).status, 'Succeeded');
  const [mail] = await control('GET', '/mails');
  assert.equal(mail.principal, '33333333-3333-3333-3333-333333333333');
  assert.ok((await control('GET', '/requests')).some((request) =>
    request.server === 'mail' && request.headers.authorization === 'Bearer'));
});

test('one without the role does not', async () => {
  await control('POST', '/scenario', { ...scenario, roles: [] });
  await assert.rejects(send(new EmailClient(endpoint, credential(), options)),
    { statusCode: 403, code: 'Forbidden' });
});

for (const [what, client, change, wanted] of [
  ['a domain that is not linked', byKey(),
    { senderAddress: 'donotreply@contoso.example' },
    { statusCode: 404, code: 'DomainNotLinked',
      message: /The specified sender domain has not been linked/ }],
  ['a wrong key', byKey('d3Jvbmc='), {}, { statusCode: 401, code: 'Denied',
    message: /Denied by the resource provider/ }],
  ['a recipient that is no address', byKey(),
    { recipients: { to: [{ address: 'ops' }] } },
    { statusCode: 400, code: 'InvalidEmailAddress' }],
]) {
  test(`${what} is refused`, async () => {
    await assert.rejects(send(client, { ...message, ...change }), wanted);
    assert.deepEqual(await control('GET', '/mails'), []);
  });
}

test('a clock that is six minutes late is refused', async () => {
  await control('POST', '/clock', { advance: 360 });
  await assert.rejects(send(byKey()), { statusCode: 401, code: 'Denied',
    message: /allowed margin of 5 minutes/ });
});

test('a mail to suppressed recipients fails', async () => {
  await load({ suppressed: ['ops@contoso.example'] });
  await assert.rejects(send(byKey()), /EmailDroppedAllRecipientsSuppressed/);
  assert.deepEqual(await control('GET', '/mails'), []);
});

test('a used up quota surfaces with its Retry-After', async () => {
  await load({ quota: { send: { minute: 1 } } });
  await send(byKey());
  await assert.rejects(send(byKey()), (error) => {
    assert.deepEqual([error.statusCode, error.code],
      [429, 'TooManyRequests']);
    const wait = Number(error.response.headers.get('retry-after'));
    assert.ok(wait > 50 && wait <= 60, `${wait} s`);
    return true;
  });
  assert.equal((await control('GET', '/mails')).length, 1);
});
