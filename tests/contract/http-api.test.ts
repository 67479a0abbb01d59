import { afterEach, beforeEach, expect, test } from 'vitest';
import { contract } from '../../src/contract/index.ts';
import type { EngineRouter } from '../../src/main/gateway/engine-router.ts';
import type { Gateway } from '../../src/main/gateway/gateway.ts';
import { createOpenApiDocument } from '../../src/main/gateway/open-api-document.ts';
import { httpRequest, type Answer } from './http-request.ts';
import { createTestEngine, type TestEngine } from './test-engine.ts';
import { testGateway } from './transports.ts';

let engine: TestEngine;
let gateway: Gateway;
let send: (options: Parameters<typeof httpRequest>[1]) => Promise<Answer>;

beforeEach(async () => {
  engine = createTestEngine();
  const started = testGateway(engine);
  gateway = started.gateway;
  const port = await gateway.listenOnPort(0);
  const authorization = `Bearer ${started.tokens.apiToken}`;
  send = (options) => httpRequest({ port }, { ...options, headers: { authorization, ...options.headers } });
});
afterEach(async () => {
  await gateway.close();
  await engine.close();
});

const json = { 'content-type': 'application/json' };
const patch = (body: string | string[], headers: Record<string, string> = json): Promise<Answer> =>
  send({ path: '/api/settings', method: 'PATCH', headers, body });

test('a call is a method and a path, its input JSON', async () => {
  const changed = await patch('{"theme":"dark"}');
  expect(changed.status).toBe(200);
  expect(changed.json).toMatchObject({ theme: 'dark' });
});

test.each([
  ['JSON that breaks off', '{"theme":', json, 400, 'The request is not JSON'],
  ['nothing but a control character', '\u0000', json, 400, 'The request is not JSON'],
  ['something other than an object', '5', json, 400, 'expected object'],
  ['a field nobody knows', '{"colour":"red"}', json, 400, 'colour: unknown field'],
  ['a value of the wrong kind', '{"theme":"pink"}', json, 400, 'theme: Invalid option'],
  ['a form', 'theme=dark', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'must be JSON'],
  ['text that a foreign page may send', '{"theme":"dark"}', { 'content-type': 'text/plain' }, 415, 'must be JSON'],
  ['no content type', '{"theme":"dark"}', {}, 415, 'must be JSON'],
])('%s is refused with the reason', async (_name, body, headers, status, reason) => {
  const answer = await patch(body, headers);
  expect(answer.status).toBe(status);
  expect(answer.json?.data).toMatchObject({ code: 'invalid-input' });
  expect(answer.json?.data?.message).toContain(reason);
  expect(engine.log.lastSeq()).toBe(0);
});

test('a body over 16 MiB is refused, whether it says so or not', async () => {
  const piece = ' '.repeat(1024 * 1024);
  for (const body of [piece.repeat(17), Array.from({ length: 17 }, () => piece)]) {
    const answer = await patch(body);
    expect(answer.status).toBe(413);
    expect(answer.json?.data?.code).toBe('limit-exceeded');
  }
});

test('input in the query is checked like any other', async () => {
  const answer = await send({ path: '/api/events?after=-1&limit=many&more=1' });
  expect(answer.status).toBe(400);
  const { data } = JSON.parse(answer.text) as { data: { details: { issues: { path: string }[] } } };
  expect(data.details.issues.map(({ path }) => path)).toEqual(['after', 'limit', 'more']);
});

test('a path or method nobody answers is named', async () => {
  for (const [method, path] of [
    ['GET', '/api/nothing'],
    ['POST', '/api/settings'],
  ] as const) {
    const answer = await send({ method, path });
    expect(answer.status).toBe(404);
    expect(answer.json?.data?.message).toContain(`There is no ${method} ${path}`);
  }
});

test('what is not a call is only read', async () => {
  expect((await send({ method: 'POST', path: '/' })).status).toBe(405);
  expect((await send({ path: '/rpc' })).status).toBe(426);
});

test('the OpenAPI document describes every call of the contract, with its method and path', async () => {
  const document = JSON.parse(await createOpenApiDocument(contract as unknown as EngineRouter, '1.2.3')) as {
    openapi: string;
    paths: Record<string, Record<string, { operationId: string; summary: string; responses: Record<string, unknown> }>>;
  };
  const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
  const calls = Object.values(contract).flatMap((noun) => Object.keys(noun));
  expect(document.openapi).toMatch(/^3\.1/);
  expect(operations).toHaveLength(calls.length);
  for (const operation of operations) {
    expect(operation.summary).toBeTruthy();
    expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['200', '422']));
  }
  expect(document.paths['/runs/{runId}/cancel']?.['post']?.operationId).toBe('runs.cancel');
});

test('the OpenAPI document is served', async () => {
  const answer = await send({ path: '/openapi.json' });
  expect(answer.status).toBe(200);
  expect(answer.headers['content-type']).toContain('application/json');
  expect(Object.keys((answer.json as { paths: object }).paths)).toContain('/settings');
});
