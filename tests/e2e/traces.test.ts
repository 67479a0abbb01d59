import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import type { LogLine } from '../../src/contract/health.ts';
import { httpRequest } from '../contract/http-request.ts';
import { startScriptedModel } from '../../src/main/models/fixtures/start-scripted-model.ts';
import { heron, serveHeron, temporaryFolder } from './heron.ts';
import {
  attribute,
  type Collector,
  type OtlpRequest,
  type OtlpSpan,
  spansIn,
  startCollector,
} from './otlp-collector.ts';

let place: ReturnType<typeof temporaryFolder>;
let dataFolder: string;
let docs: string;

beforeEach(() => {
  place = temporaryFolder('traces');
  dataFolder = join(place.path, 'data');
  docs = join(place.path, 'docs');
  mkdirSync(docs);
  writeFileSync(join(docs, 'a.txt'), 'a');
});
afterEach(() => place.remove());

const sentence = (): string => `zip the folder ${docs} and tell me its sha256`;

function run(args: string[], environment: Record<string, string> = {}) {
  return heron(args, { dataFolder, environment });
}

async function runIds(): Promise<string[]> {
  const { stdout } = await run(['runs', '--json']);
  return (JSON.parse(stdout) as { id: string }[]).map(({ id }) => id);
}

function kindsUpFrom(span: OtlpSpan, spans: OtlpSpan[]): unknown[] {
  const parent = spans.find(({ spanId }) => spanId === span.parentSpanId);
  return [attribute(span, 'heron.kind'), ...(parent ? kindsUpFrom(parent, spans) : [])];
}

test('a collector gets one interaction as one trace with nested spans [OB-01]', async () => {
  const collector: Collector = await startCollector();
  try {
    const done = await run(['do', sentence(), '--allow', 'plan'], { HERON_OTLP_ENDPOINT: collector.url });
    expect(done).toMatchObject({ code: 0 });
    const { requests } = collector;
    expect(requests[0]).toMatchObject({ path: '/v1/traces', contentType: 'application/json' });
    const [resource] = requests[0]?.body.resourceSpans ?? [];
    expect(resource?.resource.attributes).toContainEqual({ key: 'service.name', value: { stringValue: 'heron' } });
    const [root] = collector.spans().filter((span) => attribute(span, 'heron.kind') === 'run');
    const spans = collector.spans().filter(({ traceId }) => traceId === root?.traceId);
    expect(root?.name).toContain('docs');
    const deepest = spans.find((span) => attribute(span, 'heron.kind') === 'broker') as OtlpSpan;
    expect(kindsUpFrom(deepest, spans).slice(0, 5)).toEqual(['broker', 'worker', 'attempt', 'task', 'run']);
    expect(spans.map((span) => attribute(span, 'heron.kind'))).toEqual(
      expect.arrayContaining(['request', 'run', 'task', 'attempt', 'worker', 'broker', 'commit']),
    );
    const [worker] = spans.filter((span) => span.name === 'archive.create');
    expect(BigInt(worker?.endTimeUnixNano ?? 0)).toBeGreaterThanOrEqual(BigInt(worker?.startTimeUnixNano ?? 1));
    expect(JSON.stringify(requests)).not.toContain('"a.txt"');
  } finally {
    await collector.close();
  }
});

test('a collector that is not there keeps nothing from working, and is told of in the log', async () => {
  const done = await run(['do', sentence(), '--allow', 'plan'], { HERON_OTLP_ENDPOINT: 'http://127.0.0.1:9' });
  expect(done).toMatchObject({ code: 0 });
  const { stdout } = await run(['logs', '--level', 'warn', '--format', 'compact']);
  expect(stdout).toContain('Traces cannot be sent');
});

test('a past run has a trace, though nobody had asked for one [OB-01]', async () => {
  expect(await run(['do', sentence(), '--allow', 'plan'])).toMatchObject({ code: 0 });
  const [runId = ''] = await runIds();
  const shown = await run(['trace', runId]);
  expect(shown).toMatchObject({ code: 0 });
  expect(shown.stdout).toMatch(/^run .*docs.*\+0 ms/m);
  expect(shown.stdout).toMatch(/[├└]─ task archive\.create|[├└]─ task /);
  expect(shown.stdout).toMatch(/attempt 1 +\+\d+ ms +\d+/);
  expect(shown.stdout).toMatch(/· files\.\w+ .*allowed/);
  const { stdout } = await run(['trace', runId, '--json']);
  const spans = spansIn(JSON.parse(stdout) as OtlpRequest);
  const attempt = spans.find((span) => attribute(span, 'heron.kind') === 'attempt') as OtlpSpan;
  expect(kindsUpFrom(attempt, spans).slice(0, 3)).toEqual(['attempt', 'task', 'run']);
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
  expect(await run(['trace', 'run_00000000000000000000000000'])).toMatchObject({ code: 1 });
});

test('requests to models are in the trace of a past run, in what a collector gets, and in the log: of the plan, and of each step of an agent [OB-01, OB-02]', async () => {
  const plan = { title: 'Think', tasks: [{ id: 'work', agent: { goal: 'Say what there is', tools: ['text.*'] } }] };
  const count = { name: 'text__count', input: { text: 'one' } };
  const model = await startScriptedModel({
    replies: [{ text: JSON.stringify({ plan }) }, { text: '', calls: [count] }, { text: 'One word.' }],
  });
  try {
    const collector = await startCollector();
    onTestFinished(() => collector.close());
    const environment = {
      ...{ HERON_MODEL_BASE_URL: model.baseUrl, HERON_MODEL_NAME: 'scripted' },
      HERON_OTLP_ENDPOINT: collector.url,
    };
    const served = await serveHeron({ dataFolder, environment });
    onTestFinished(() => served.stop());
    const socketPath = join(dataFolder, 'engine.sock');
    const sent = { path: '/api/conversations/send', method: 'POST', headers: { 'content-type': 'application/json' } };
    await httpRequest({ socketPath }, { ...sent, body: JSON.stringify({ text: 'think about it' }) });
    await expect
      .poll(async () => (await run(['runs', '--json'])).stdout, { timeout: 30_000 })
      .toContain('"status":"completed"');
    const [runId = ''] = await runIds();
    const spans = spansIn(JSON.parse((await run(['trace', runId, '--json'])).stdout) as OtlpRequest);
    const asked = spans.filter((span) => attribute(span, 'heron.kind') === 'model');
    expect(asked.map((span) => [attribute(span, 'heron.purpose'), ...kindsUpFrom(span, spans)])).toEqual([
      ['plan', 'model', 'plan', 'message'],
      ['act', 'model', 'task', 'task', 'run', 'message'],
      ['act', 'model', 'task', 'task', 'run', 'message'],
    ]);
    const live = (): string[] =>
      collector
        .spans()
        .flatMap((span, _, all) =>
          attribute(span, 'heron.kind') === 'model' ? kindsUpFrom(span, all).slice(0, 2).join(' in ') : [],
        );
    await expect.poll(live, { timeout: 30_000 }).toContain('model in plan');

    const logged = await run(['logs', '--query', 'A model was asked', '--format', 'json']);
    const lines = logged.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as LogLine)
      .filter(({ details }) => details?.['purpose'] === 'plan' || details?.['purpose'] === 'act');
    const list = JSON.parse((await run(['runs', '--json'])).stdout) as { traceId: string }[];
    expect(lines.map(({ traceId }) => traceId)).toEqual(Array.from({ length: 3 }, () => list[0]?.traceId));
    expect(lines.find(({ details }) => details?.['purpose'] === 'act')?.details).toMatchObject({
      ...{ model: expect.stringContaining('scripted') as string, outcome: 'ok' },
      ...{ ms: expect.any(Number) as number, inputTokens: expect.any(Number) as number, runId },
    });
  } finally {
    await model.close();
  }
});

test('a trace that comes in over HTTP goes on to the run, its log lines and the answer [OB-01, OB-02]', async () => {
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  const served = await serveHeron({ dataFolder });
  try {
    const socketPath = join(dataFolder, 'engine.sock');
    const answer = await httpRequest(
      { socketPath },
      {
        path: '/api/conversations/send',
        method: 'POST',
        headers: { 'content-type': 'application/json', traceparent: `00-${traceId}-00f067aa0ba902b7-01` },
        body: JSON.stringify({ text: `tell me the sha256 of ${join(docs, 'a.txt')}` }),
      },
    );
    expect(answer).toMatchObject({ status: 200 });
    const requestId = String(answer.headers['x-request-id']);
    expect(answer.headers['traceparent']).toBe(`00-${traceId}-${requestId}-01`);
    const { runId } = answer.json as unknown as { runId: string };
    const lines = (await run(['logs', '--trace', traceId, '--format', 'json'])).stdout.trim().split('\n');
    const parsed = lines.map((line) => JSON.parse(line) as { message: string; traceId: string; requestId?: string });
    expect(parsed.map(({ message }) => message)).toEqual(
      expect.arrayContaining(['A message came in', 'A plan was made', 'A run is queued']),
    );
    const list = JSON.parse((await run(['runs', '--json'])).stdout) as { id: string; traceId: string }[];
    expect(list.find(({ id }) => id === runId)?.traceId).toBe(traceId);
    const other = await httpRequest({ socketPath }, { path: '/api/health' });
    expect(other.headers['x-request-id']).toMatch(/^[0-9a-f]{16}$/);
    expect(other.headers['x-request-id']).not.toBe(requestId);
  } finally {
    await served.stop();
  }
});

test('the log is written in three forms, and a wrong one is refused [OB-02]', async () => {
  await run(['do', sentence(), '--allow', 'plan']);
  const pretty = await run(['logs', '--query', 'queued']);
  expect(pretty.stdout).toMatch(
    /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}info {3}life-cycle: A run is queued\n {4}runId: run_/m,
  );
  expect(pretty.stdout).toMatch(/^ {4}trace: [0-9a-f]{32}$/m);
  const compact = await run(['logs', '--query', 'queued'], { HERON_LOG_FORMAT: 'compact' });
  expect(compact.stdout).toMatch(/^\d\d:\d\d:\d\d I life-cycle [0-9a-f]{8} A run is queued \{/m);
  const json = await run(['logs', '--query', 'queued', '--format', 'json'], { HERON_LOG_FORMAT: 'compact' });
  expect(JSON.parse(json.stdout.split('\n')[0] ?? '')).toMatchObject({
    message: 'A run is queued',
    traceId: expect.any(String),
  });
  const refused = await run(['logs'], { HERON_LOG_FORMAT: 'xml' });
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('json, pretty, compact') });
});

test('an error nobody caught leaves a report without secrets, a log and a code of its own [OB-02]', async () => {
  const key = 'sk-very-secret-key-of-mine';
  const script = join(import.meta.dirname, 'crashing-program.ts');
  const environment = { HERON_MODEL_API_KEY: key, HERON_TEST_SECRET: key };
  const ended = await heron(['serve', '--headless'], { dataFolder, environment, nodeOptions: `--import=${script}` });
  expect(ended.code).toBe(70);
  expect(ended.stderr).toMatch(/Heron ended because of an error in itself; what is known of it is in .*crashes/);
  const folder = join(dataFolder, 'logs', 'crashes');
  expect(existsSync(folder)).toBe(true);
  const [name = ''] = readdirSync(folder);
  const report = readFileSync(join(folder, name), 'utf8');
  expect(JSON.parse(report)).toMatchObject({ code: 'internal', stack: expect.stringContaining('nobody catches') });
  expect(report).not.toContain(key);
  const log = readFileSync(join(dataFolder, 'logs', 'heron.log'), 'utf8');
  expect(log).toContain('nobody caught');
  expect(log + ended.stderr).not.toContain(key);
});

test('what failed is told with its class: of a run, of an action, over all [OB-04]', async () => {
  const gone = join(docs, 'gone.txt');
  const plan = join(place.path, 'plan.json');
  const task = { id: 'hash', action: 'checksum.hash', input: { path: gone } };
  writeFileSync(plan, JSON.stringify({ version: 1, title: 'Hash what is not there', tasks: [task] }));
  expect(await run(['run', plan, '--allow', 'plan'])).toMatchObject({ code: 1 });
  const [runId = ''] = await runIds();
  expect((await run(['runs', 'show', runId])).stdout).toMatch(/failed \(wrong input\)/);
  expect((await run(['trace', runId])).stdout).toContain('failed: not-found (wrong input)');
  expect((await run(['status'])).stdout).toMatch(/wrong input +1 step +1 run/);
  expect((await run(['workers', '--actions'])).stdout).toMatch(
    /checksum\.hash +1 calls +p50 \d+ ms +p99 \d+ ms +1 wrong input/,
  );
});
