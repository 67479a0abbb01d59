import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { kinds } from '../../../../../workers/node-red/kinds.ts';
import { bodiesOf, type Task } from '../../../../contract/plan-task.ts';
import { kindOfText } from '../foreign-text.ts';
import { judge, knownTypes } from './judge-node.ts';
import { flowsOf } from './node-red-graph.ts';
import { exportNodeRed } from './node-red-export.ts';
import { importNodeRed } from './node-red-import.ts';
import { splitFlows } from './split-flows.ts';

const orders = readFileSync(
  join(import.meta.dirname, '../../../../../tests/fixtures/node-red/flows/orders.json'),
  'utf8',
);

type Sketch = [id: string, type: string, wires?: string[][], settings?: object];

function flow(nodes: Sketch[], more: object[] = []): string {
  const steps = nodes.map(([id, type, wires = [[]], settings = {}], at) => ({
    id,
    type,
    z: 't',
    name: '',
    x: at * 100,
    y: 40,
    wires,
    ...settings,
  }));
  return JSON.stringify([{ id: 't', type: 'tab', label: 'Flow' }, ...more, ...steps]);
}

function find(tasks: readonly Task[], id: string): Task | undefined {
  for (const task of tasks) {
    const found =
      task.id === id
        ? task
        : find(
            bodiesOf(task).flatMap((body) => body.tasks),
            id,
          );
    if (found) return found;
  }
  return undefined;
}

const states = (text: string) =>
  importNodeRed(text).report.nodes.map(({ type, state, why = '' }) => [type, state, why]);

test('each node is a step, wires and links are what comes before, and the file is written back as it was [X-13]', () => {
  const { document, report } = importNodeRed(orders);
  expect(report.nodes.every(({ state }) => state === 'runs')).toBe(true);
  expect(find(document.tasks, 'any')).toMatchObject({ after: ['split'], when: 'tasks.split.output.counts[0] > 0' });
  expect(find(document.tasks, 'end')?.when).toBe('tasks.to_the_end.output.counts[0] > 0');
  expect(find(document.tasks, 'catch')?.when).toBe('tasks.none.output.counts[1] > 0');
  expect(find(document.tasks, 'none')?.input).toMatchObject({ caught: true });
  expect(find(document.tasks, 'subflow_s1')?.tasks?.map(({ id }) => id)).toEqual([
    'subflow_s1_in',
    'price',
    'subflow_s1_out',
  ]);
  expect(find(document.tasks, 'link_call')?.tasks?.map(({ id }) => id)).toContain('upper');
  expect(document.tasks.map(({ id }) => id)).not.toContain('upper');
  expect(document.canvas?.notes).toMatchObject([{ text: 'What it does\n\nSplits, prices and joins.' }]);
  expect(document.triggers).toMatchObject([{ title: 'Begin', start: { time: { kind: 'cron', cron: '0 9 * * 1-5' } } }]);
  expect(JSON.parse(exportNodeRed(document).text)).toEqual(JSON.parse(orders));
});

test('what nothing can carry out keeps its place, and the report says why [X-13]', () => {
  const text = flow(
    [
      ['a', 'mqtt in', [['b', 'c', 'd']], { broker: 'k' }],
      ['b', 'xml'],
      ['c', 'function', [[]], { func: 'setTimeout(() => node.send(msg), 5);' }],
      ['d', 'exec', [[], [], []], { command: 'ls | wc' }],
      ['e', 'http request', [[]], { method: 'GET', url: 'example.org', authType: 'basic' }],
      ['f', 'change', [[]], { rules: [{ t: 'set', p: 'payload', pt: 'msg', to: '[1]', tot: 'bin' }] }],
      ['g', 'function', [[]], { func: '', d: true }],
      ['h', 'subflow:none'],
      ['i', 'status'],
      ['j', 'mystery'],
    ],
    [{ id: 'k', type: 'mqtt-broker', name: 'Broker' }],
  );
  expect(states(text)).toEqual([
    [
      'mqtt in',
      'partly',
      'runs begin here with the message they are given; Heron does not listen for what started them',
    ],
    ['xml', 'cannot', 'Heron has nothing for xml'],
    ['function', 'cannot', 'its code calls setTimeout, which is not there'],
    ['exec', 'cannot', 'its command needs a shell for |; Heron runs one program with arguments'],
    ['http request', 'cannot', 'it signs in with basic; only a bearer token is there'],
    ['change', 'cannot', 'it has a value of the type bin'],
    ['function', 'runs', 'it is switched off, and sends nothing'],
    ['subflow:none', 'cannot', 'its subflow is not in the file'],
    ['status', 'partly', 'no node here shows a status, so it sends nothing'],
    ['mystery', 'cannot', 'Heron has nothing for mystery'],
  ]);
  const { document, report } = importNodeRed(text);
  expect(find(document.tasks, 'mystery')?.action).toBe('node-red.mystery');
  expect(find(document.tasks, 'function_2')?.value).toEqual({ outputs: [], counts: [] });
  expect(report.credentials).toEqual([
    { name: 'http request', type: 'basic', nodes: ['http request'] },
    { name: 'Broker', type: 'mqtt-broker', nodes: ['mqtt in'] },
  ]);
  expect(JSON.parse(exportNodeRed(document).text)).toEqual(JSON.parse(text));
});

test('a wire that leads back, and a subflow in itself, are told; what they lead to runs without', () => {
  const circle = flow([
    ['a', 'inject', [['b']]],
    ['b', 'function', [['c']]],
    ['c', 'delay', [['b']]],
  ]);
  expect(states(circle).at(-1)).toEqual([
    'delay',
    'cannot',
    'it leads back to function; messages do not go in circles',
  ]);
  const subflow = { id: 's', type: 'subflow', name: 'S', in: [{ wires: [{ id: 'x' }] }], out: [] };
  const inner = { id: 'x', type: 'subflow:s', z: 's', x: 0, y: 0, wires: [] };
  expect(states(flow([['a', 'subflow:s', []]], [subflow, inner])).at(-1)).toEqual([
    'subflow:s',
    'cannot',
    'its subflow has itself in it',
  ]);
  const onlyBack = flow([
    ['l', 'link in', [['c']], { links: [] }],
    ['c', 'link call', [['c2']], { links: ['l'], linkType: 'static' }],
    ['c2', 'debug', []],
  ]);
  expect(JSON.parse(exportNodeRed(importNodeRed(onlyBack).document).text)).toEqual(JSON.parse(onlyBack));
});

test('several beginnings are told apart: times and addresses start the run at their own', () => {
  const text = flow([
    ['a', 'inject', [[]], { name: 'Now', once: true, repeat: '90' }],
    ['b', 'inject', [[]], { name: 'Odd', repeat: '0.5' }],
    ['c', 'http in', [[]], { name: 'Call', url: '/x', method: 'post' }],
  ]);
  const { document, report } = importNodeRed(text);
  expect(
    document.triggers?.map(({ start, input }) => [start.kind === 'schedule' ? start.time : start.kind, input]),
  ).toEqual([
    [{ kind: 'start' }, { trigger: 'now' }],
    [{ kind: 'interval', everyMs: 90_000 }, { trigger: 'now' }],
    ['webhook', { trigger: 'call' }],
  ]);
  expect(report.triggers.map(({ text: words }) => words)).toEqual([
    'its start',
    'an interval',
    'a time that Heron does not know',
    'a call from outside',
  ]);
  expect(find(document.tasks, 'odd')?.when).toBe("input.trigger = 'odd'");
  expect(document.input).toMatchObject({ trigger: 'now' });
});

test('what was moved, renamed, removed and added here is so in the file [X-13]', () => {
  const { document } = importNodeRed(orders);
  const changed = {
    ...document,
    tasks: [
      ...document.tasks
        .filter(({ id }) => id !== 'none')
        .map((task) => (task.id === 'line' ? { ...task, title: 'Written' } : task)),
      { id: 'own', title: 'Our own', value: 1 },
    ],
    canvas: { ...document.canvas, positions: { ...document.canvas?.positions, any: { x: 0, y: 0 } } },
  };
  const { text, leftOut } = exportNodeRed(changed);
  const nodes = JSON.parse(text) as { id: string; name: string; x: number; wires: string[][] }[];
  expect(leftOut).toEqual(['Our own']);
  expect(nodes.find(({ id }) => id === 'n9')).toBeUndefined();
  expect(nodes.find(({ id }) => id === 'n3')).toMatchObject({ x: 0, wires: [['n4'], []] });
  expect(nodes.find(({ id }) => id === 'n5')?.name).toBe('Written');
  expect(() => exportNodeRed({ version: 1, title: 'Own', tasks: [] })).toThrow('did not come from Node-RED');
  const whole = JSON.stringify({ rev: 'r1', flows: JSON.parse(orders) as unknown });
  expect(JSON.parse(exportNodeRed(importNodeRed(whole).document).text)).toEqual(JSON.parse(whole));
});

test.each([
  ['{', /is not JSON/],
  ['[{"id":"a","type":"inject"},{"id":"a","type":"debug"}]', /two nodes with the id a/],
  ['[{"id":"{{ input }}","type":"inject"}]', /0\.id: expected letters/],
  ['[{"id":"a","type":"inject","wires":5}]', /0\.wires: /],
])('%s is refused, and says where and what', (text, message) => {
  expect(() => importNodeRed(text)).toThrow(message);
});

test('whose file it is is told by its outline', () => {
  expect(kindOfText(orders)).toBe('node-red');
  expect(kindOfText('{"flows":[]}')).toBe('node-red');
  expect(kindOfText('{"nodes":[]}')).toBe('n8n');
  expect(kindOfText('[{"nodes":[],"id":"1"}]')).toBe('n8n');
});

test('each type that is said to run is one that the worker knows', () => {
  const ofEngine: Record<string, string> = {
    'http request': 'http.requests',
    exec: 'exec.plans',
    file: 'file.writes',
    'file in': 'file.reads',
  };
  for (const type of knownTypes) expect([type, (ofEngine[type] ?? type) in kinds]).toEqual([type, true]);
  const flows = flowsOf({ nodes: [], given: [] });
  for (const type of Object.keys(kinds).filter((one) => !one.includes('.'))) {
    const { why = '' } = judge({ id: 'a', type, x: 0, y: 0, wires: [] }, flows);
    expect([type, why]).not.toEqual([type, `Heron has nothing for ${type}`]);
  }
});

test('tabs that links join are one workflow with a frame for each, any other is one of its own with what it names [X-13]', () => {
  const tab = (id: string): object => ({ id, type: 'tab', label: `Tab ${id}` });
  const at = { x: 0, y: 40 };
  const text = JSON.stringify([
    ...['a', 'b', 'c', 'empty'].map(tab),
    { id: 'go', type: 'inject', z: 'a', name: 'Go', ...at, wires: [['out']] },
    { id: 'out', type: 'link out', z: 'a', name: 'Over', ...at, links: ['in'], wires: [] },
    { id: 'alone', type: 'http in', method: 'get', z: 'b', name: 'Alone', ...at, wires: [['priced']] },
    { id: 'priced', type: 'subflow:s', z: 'b', name: 'Priced', ...at, wires: [[]] },
    { id: 's', type: 'subflow', name: 'Price', in: [], out: [] },
    { id: 'inner', type: 'debug', z: 's', name: 'Inner', ...at, wires: [] },
    { id: 'in', type: 'link in', z: 'c', name: 'Here', ...at, links: ['out'], wires: [['end']] },
    { id: 'end', type: 'debug', z: 'c', name: 'End', ...at, wires: [] },
    { id: 'unused', type: 'mqtt-broker', name: 'Broker' },
  ]);
  const idsOf = (each: string) => (JSON.parse(each) as { id: string }[]).map(({ id }) => id);
  const parts = splitFlows(text);
  expect(parts.map(idsOf)).toEqual([
    ['a', 'c', 'empty', 'go', 'out', 'in', 'end', 'unused'],
    ['b', 'alone', 'priced', 's', 'inner'],
  ]);
  const [joined, alone] = parts.map((part) => importNodeRed(part).document);
  expect(joined?.title).toBe('Tab a, Tab c, Tab empty');
  expect(joined?.canvas?.frames).toMatchObject([{ title: 'Tab a' }, { title: 'Tab c' }]);
  expect(find(joined?.tasks ?? [], 'here')?.after).toEqual(['over']);
  expect(alone?.title).toBe('Tab b');
  expect(alone?.triggers).toMatchObject([{ start: { kind: 'webhook', methods: ['GET'] } }]);
  expect(alone?.canvas).not.toHaveProperty('frames');
  expect(splitFlows(orders)).toEqual([orders]);
});
