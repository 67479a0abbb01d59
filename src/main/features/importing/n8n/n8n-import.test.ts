import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { resolveValue } from '../../../orchestrator/expressions/resolve-input.ts';
import { kinds } from '../../../../../workers/n8n/kinds.ts';
import { kinds as formats } from '../../../../../workers/n8n-formats/kinds.ts';
import { find, flow, versions } from './fixtures/flow.ts';
import { judge, knownKinds } from './judge-node.ts';
import { exportN8n } from './n8n-export.ts';
import { importN8n } from './n8n-import.ts';

const orders = readFileSync(join(import.meta.dirname, '../../../../../tests/fixtures/n8n/flows/orders.json'), 'utf8');

test('every node becomes a step at its place, and what comes of no item is not done [X-13]', () => {
  const { document, report } = importN8n(orders);
  expect(report).toMatchObject({
    title: 'Orders',
    credentials: [],
    triggers: [{ node: 'When clicking', text: 'a person' }],
  });
  expect(report.nodes.map(({ state }) => state)).toEqual(Array.from({ length: 8 }, () => 'runs'));
  expect(find(document.tasks, 'nothing')).toMatchObject({
    after: ['if'],
    when: 'tasks.if.output.counts[1] > 0',
    action: 'n8n.run',
  });
  expect(document.canvas?.positions?.['make_numbers']).toEqual({ x: 200, y: 0 });
  expect(document.canvas?.notes).toMatchObject([{ text: '## A note', x: -200 }]);
  // The parameters stand in the input, so that no expression of n8n's is taken for one of Heron's.
  expect(JSON.stringify(document.tasks)).not.toContain('$json');
});

test('a node that is called like an expression stays called so, and is none', async () => {
  const name = 'Ask {{ $json.who }} }} "now"';
  const { document } = importN8n(
    flow(
      [
        ['Start', 'manualTrigger'],
        [name, 'set'],
        ['Say', 'set'],
      ],
      [`Start > ${name}`, `${name} > Say`],
    ),
  );
  const say = find(document.tasks, 'say');
  const resolved = await resolveValue(say?.input?.['inputs'] ?? null, { tasks: {} });
  expect(resolved).toEqual([[{ node: name, output: 0 }]]);
});

test('what is between the ends of a loop is done for each batch', () => {
  const { tasks } = importN8n(orders).document;
  expect(find(tasks, 'loop_over_items')).toMatchObject({
    forEach: {
      in: { from: 0, to: '{{ $count(tasks.loop_over_items_batches.output.counts) - 1 }}' },
      as: 'turn_loop_over_items',
    },
    tasks: [{ id: 'edit_fields' }],
  });
  expect(find(tasks, 'edit_fields')?.input).toMatchObject({
    inputs: [[{ node: 'Loop Over Items', output: '{{ turn_loop_over_items }}' }]],
    results: { 'Make numbers': '{{ tasks.make_numbers.output }}', If: '{{ tasks.if.output }}' },
  });
  expect(find(tasks, 'aggregate')?.after).toEqual(['loop_over_items_done']);
});

test('a loop in a loop is inside it', () => {
  const text = flow(
    [
      ['T', 'manualTrigger'],
      ['Outer', 'splitInBatches'],
      ['Inner', 'splitInBatches'],
      ['Work', 'set'],
      ['End', 'noOp'],
    ],
    ['T > Outer', 'Outer:0 > End', 'Outer:1 > Inner', 'Inner:0 > Outer', 'Inner:1 > Work', 'Work > Inner'],
  );
  const { tasks } = importN8n(text).document;
  expect(tasks.map(({ id }) => id).toSorted()).toEqual(['end', 'outer', 'outer_batches', 'outer_done', 't']);
  expect(find(tasks, 'outer')?.tasks?.map(({ id }) => id)).toEqual(['inner_batches', 'inner', 'inner_done']);
  expect(find(tasks, 'inner')?.tasks?.map(({ id }) => id)).toEqual(['work']);
  expect(find(tasks, 'outer')?.output).toMatchObject({
    came: [{ output: 0, result: '{{ tasks.inner_done.output }}' }],
  });
});

test('what nothing can carry out keeps its place, and the report says why [X-13]', () => {
  const slack = { slackApi: { id: '7', name: 'Our Slack' } };
  const text = flow(
    [
      ['T', 'manualTrigger'],
      ['Tell', 'slack', { text: '={{ $json.a }}' }, { credentials: slack }],
      ['Model', '@n8n/n8n-nodes-langchain.agent'],
      ['Old', 'set', {}, { typeVersion: 1 }],
      ['New', 'set', {}, { typeVersion: 9 }],
      ['Py', 'code', { language: 'python' }],
      ['Off', 'slack', {}, { disabled: true }],
    ],
    ['T > Tell', 'Tell > Model', 'T > Old', 'Tell > Off', 'Model > Off'],
  );
  const { document, report } = importN8n(text);
  expect(report.nodes.map(({ name, state, why = '' }) => [name, state, why])).toEqual([
    ['T', 'runs', ''],
    ['Tell', 'cannot', 'Heron has nothing for n8n-nodes-base.slack'],
    ['Model', 'cannot', 'Heron has nothing for @n8n/n8n-nodes-langchain.agent'],
    ['Old', 'cannot', 'it is version 1 of its kind; Heron knows 3 and later'],
    ['New', 'partly', 'it is version 9 of its kind; it is carried out like 3.5'],
    ['Py', 'cannot', 'its code is in Python'],
    ['Off', 'partly', 'several branches lead into one input: it runs once with the items of all'],
  ]);
  expect(report.credentials).toEqual([{ name: 'Our Slack', type: 'slackApi', nodes: ['Tell'] }]);
  expect(find(document.tasks, 'tell')?.action).toBe('n8n.slack');
  expect(JSON.parse(exportN8n(document).text)).toEqual(JSON.parse(text));
});

test('a connection that leads back without a loop is cut, told, and there again when it is written', () => {
  const text = flow(
    [
      ['T', 'manualTrigger'],
      ['A', 'set'],
      ['B', 'if'],
    ],
    ['T > A', 'A > B', 'B:1 > A'],
  );
  const { document, report } = importN8n(text);
  expect(report.nodes.at(-1)).toMatchObject({
    name: 'B',
    state: 'cannot',
    why: 'it leads back to A; only Loop Over Items loops',
  });
  expect(JSON.parse(exportN8n(document).text)).toEqual(JSON.parse(text));
});

describe('requests', () => {
  const request = (parameters: object, more: object = {}) =>
    importN8n(flow([['Ask', 'httpRequest', { url: 'https://example.org', ...parameters }, more]]));

  test('go out as the worker api’s, with their own permissions and a secret that is named', () => {
    const credentials = { httpBearerAuth: { id: '1', name: 'Shop key' } };
    const { document, report } = request(
      { authentication: 'genericCredentialType', genericAuthType: 'httpBearerAuth', method: 'POST' },
      { credentials, retryOnFail: true },
    );
    expect(find(document.tasks, 'ask_calls')).toMatchObject({
      action: 'api.send',
      input: { method: 'POST', auth: { kind: 'bearer', secret: 'api-shop-key' } },
      retry: { attempts: 3, firstMs: 1000 },
    });
    expect(report.credentials).toMatchObject([{ name: 'Shop key', secret: 'api-shop-key' }]);
    expect(find(request({}, { onError: 'continueRegularOutput' }).document.tasks, 'ask_calls')).toMatchObject({
      action: 'api.get',
      onError: 'skip',
    });
  });

  test.each([
    [{ method: 'HEAD' }, /HEAD/],
    [{ options: { pagination: {} } }, /follows pages/],
    [{ sendBody: true, contentType: 'multipart-form-data' }, /sends a file/],
    [{ authentication: 'predefinedCredentialType', nodeCredentialType: 'githubApi' }, /signs in with githubApi/],
  ])('%j cannot', (parameters, why) => {
    expect(request(parameters).report.nodes[0]).toMatchObject({
      state: 'cannot',
      why: expect.stringMatching(why) as string,
    });
  });
});

test('schedules become times of Heron’s, and several triggers one to choose', () => {
  const every = (...interval: object[]) => ({ rule: { interval } });
  const text = flow([
    ['Call', 'webhook'],
    [
      'S',
      'scheduleTrigger',
      every(
        { field: 'minutes', minutesInterval: 10 },
        { triggerAtHour: 9 },
        { field: 'cronExpression', expression: '0 9 * * 1-5' },
        { field: 'weeks', weeksInterval: 2 },
      ),
    ],
  ]);
  const { document, report } = importN8n(text);
  expect(report.triggers.map(({ time, text: words }) => time ?? words)).toEqual([
    'a call from outside',
    { kind: 'interval', everyMs: 600_000 },
    { kind: 'cron', cron: '0 9 * * *' },
    { kind: 'cron', cron: '0 9 * * 1-5' },
    'a schedule that is no cron',
  ]);
  expect(document.input).toMatchObject({ trigger: 'call', items: [], zone: 'local' });
  expect(find(document.tasks, 's')?.when).toBe("input.trigger = 's'");
  expect(document.triggers).toMatchObject([
    { id: 'call', input: { trigger: 'call' }, start: { kind: 'webhook', methods: ['GET'] } },
    { id: 'at_times', input: { trigger: 's' }, start: { time: { kind: 'interval', everyMs: 600_000 } } },
    { id: 'at_times_2', input: { trigger: 's' }, start: { time: { kind: 'cron', cron: '0 9 * * *' } } },
    { id: 'at_times_3', input: { trigger: 's' }, start: { time: { kind: 'cron', cron: '0 9 * * 1-5' } } },
  ]);
});

test('what was moved, renamed, removed and added here is so in the file [X-13]', () => {
  const { document } = importN8n(orders);
  const changed = {
    ...document,
    title: 'Orders, mended',
    tasks: [
      ...document.tasks
        .filter(({ id }) => id !== 'nothing')
        .map((task) => (task.id === 'aggregate' ? { ...task, title: 'Gather' } : task)),
      { id: 'own', title: 'Our own', value: 1 },
    ],
    canvas: { ...document.canvas, positions: { ...document.canvas?.positions, if: { x: 7, y: 8 } } },
  };
  const { text, leftOut } = exportN8n(changed);
  const file = JSON.parse(text) as {
    name: string;
    nodes: { name: string; position: number[] }[];
    connections: Record<string, unknown>;
  };
  expect(leftOut).toEqual(['Our own']);
  expect(file.name).toBe('Orders, mended');
  expect(file.nodes.map(({ name }) => name)).toEqual([
    'When clicking',
    'Make numbers',
    'If',
    'Loop Over Items',
    'Edit Fields',
    'Gather',
    'Wait',
    'Sticky Note',
  ]);
  expect(file.nodes[2]?.position).toEqual([7, 8]);
  expect(file.connections['If']).toEqual({ main: [[{ node: 'Loop Over Items', type: 'main', index: 0 }], []] });
  expect(file.connections['Gather']).toEqual({ main: [[{ node: 'Wait', type: 'main', index: 0 }]] });
  expect(JSON.parse(exportN8n(document).text)).toEqual(JSON.parse(orders));
  expect(() => exportN8n({ version: 1, title: 'Own', tasks: [] })).toThrow('did not come from n8n');
});

test.each([
  ['{', /is not JSON/],
  ['[1, 2]', /several workflows/],
  ['{"nodes": {}}', /nodes: /],
  ['{"nodes": [{"name": "A"}]}', /nodes\.0\.type: /],
  [
    flow([
      ['A', 'set'],
      ['A', 'set'],
    ]),
    /two nodes called A/,
  ],
])('%s is refused, and says where and what', (text, message) => {
  expect(() => importN8n(text)).toThrow(message);
});

test('each kind that is said to run is one that the worker knows, and the other way round', () => {
  const ofEngine = new Set(['wait', 'httpRequest', 'executeWorkflow', ...Object.keys(formats)]);
  for (const kind of knownKinds) expect([kind, ofEngine.has(kind) || kind in kinds]).toEqual([kind, true]);
  for (const kind of [...Object.keys(kinds), ...Object.keys(formats)].filter(
    (one) => !one.includes('.') && one !== 'trigger',
  )) {
    const { state, why } = judge({
      name: 'A',
      type: `n8n-nodes-base.${kind}`,
      typeVersion: versions[kind] ?? (kind === 'dateTime' ? 2 : kind === 'switch' ? 3 : kind === 'filter' ? 2 : 1),
      position: [0, 0],
      parameters: {},
    });
    expect([kind, why ?? state]).not.toEqual([kind, `Heron has nothing for n8n-nodes-base.${kind}`]);
  }
});
