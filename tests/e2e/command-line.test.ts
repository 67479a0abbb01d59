import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AnyEvent } from '../../src/contract/events.ts';
import { heron, temporaryFolder } from './heron.ts';

type Flow = { nodes: object[]; connections: Record<string, { main: object[][] }> };
type Given = { outputs?: { json: object; binary?: object }[][] };

let place: ReturnType<typeof temporaryFolder>;
let dataFolder: string;
let work: string;

beforeEach(() => {
  place = temporaryFolder('command-line');
  dataFolder = join(place.path, 'data');
  work = join(place.path, 'work');
  mkdirSync(join(work, 'docs/inner'), { recursive: true });
  writeFileSync(join(work, 'docs/a.txt'), 'alpha');
  writeFileSync(join(work, 'docs/inner/b.txt'), 'beta');
});

afterEach(() => place.remove());

const sentence = 'zip the folder ./docs and tell me its sha256';

test('the main job: a folder is packed, its checksum told, and every event printed as a line of JSON [X-01, X-15, DA-02]', async () => {
  const { code, stdout, stderr } = await heron(['do', sentence, '--allow', 'plan', '--json'], {
    dataFolder,
    cwd: work,
  });
  expect(stderr).not.toMatch(/error/i);
  expect(code).toBe(0);
  const events = stdout
    .trim()
    .split('\n')
    .map((line) => AnyEvent.parse(JSON.parse(line)));
  expect(events.at(-1)?.type).toBe('run.completed');
  const sum = createHash('sha256')
    .update(readFileSync(join(work, 'docs.zip')))
    .digest('hex');
  const says = events.flatMap((event) => (event.type === 'task.completed' ? event.payload.says : []));
  expect(says.join('\n')).toContain(sum);
  expect(existsSync(join(dataFolder, 'heron.db'))).toBe(true);
});

test('on a clean install three workers load, and each completes a task [RT-04]', async () => {
  for (const [said, told] of [
    ['what time is it in UTC', /UTC/],
    [`tell me the sha256 of ${work}/docs/a.txt`, new RegExp(createHash('sha256').update('alpha').digest('hex'))],
    [`zip the folder ${work}/docs`, /docs\.zip/],
  ] as const) {
    const { code, stdout, stderr } = await heron(['do', said, '--allow', 'plan'], { dataFolder, cwd: work });
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stdout).toMatch(told);
  }
  const workers = await heron(['workers'], { dataFolder });
  for (const id of ['clock', 'checksum', 'archive']) expect(workers.stdout).toMatch(new RegExp(`^${id} .*idle`, 'm'));
});

test('without a terminal a missing permission ends with 3 and names the flags that would give it', async () => {
  const { code, stderr } = await heron(['do', sentence], { dataFolder, cwd: work });
  expect(code).toBe(3);
  expect(stderr).toContain(`--allow files.read:${join(work, 'docs')}`);
  expect(stderr).toContain(`--allow files.write:${join(work, 'docs.zip')}`);
  expect(existsSync(join(work, 'docs.zip'))).toBe(false);
});

test('the flags it named are enough', async () => {
  const first = await heron(['do', sentence], { dataFolder, cwd: work });
  const flags = [...first.stderr.matchAll(/--allow (\S+)/g)].flatMap(([, flag = '']) => ['--allow', flag]);
  const second = await heron(['do', sentence, ...flags], { dataFolder, cwd: work });
  expect(second.code).toBe(0);
  expect(second.stdout).toMatch(/[0-9a-f]{64}/);
});

test('a sentence nobody understands ends with 4 and near phrases', async () => {
  const { code, stdout, stderr } = await heron(['do', 'zap the foldr quickly'], { dataFolder, cwd: work });
  expect(code).toBe(4);
  expect(stdout + stderr).toMatch(/zip/);
});

test('undo takes back what a run made, and leaves what was changed since', async () => {
  await heron(['do', sentence, '--allow', 'plan'], { dataFolder, cwd: work });
  const runs = JSON.parse((await heron(['runs', '--json'], { dataFolder })).stdout) as { id: string }[];
  const runId = runs[0]?.id ?? '';
  const undone = await heron(['undo', runId], { dataFolder });
  expect(undone.code).toBe(0);
  expect(existsSync(join(work, 'docs.zip'))).toBe(false);

  await heron(['do', sentence, '--allow', 'plan'], { dataFolder, cwd: work });
  writeFileSync(join(work, 'docs.zip'), 'mine now');
  const again = JSON.parse((await heron(['runs', '--json'], { dataFolder })).stdout) as { id: string }[];
  const conflicted = await heron(['undo', again[0]?.id ?? ''], { dataFolder });
  expect(conflicted.stdout + conflicted.stderr).toContain('docs.zip');
  expect(readFileSync(join(work, 'docs.zip'), 'utf8')).toBe('mine now');
});

test('a plan from a file runs the same way, and one that cannot run says where it is wrong [X-01]', async () => {
  const plan = {
    version: 1,
    title: 'Count',
    tasks: [{ id: 'count', action: 'text.count', input: { text: 'one two three' } }],
  };
  writeFileSync(join(work, 'plan.json'), JSON.stringify(plan));
  const good = await heron(['run', 'plan.json'], { dataFolder, cwd: work });
  expect(good.code).toBe(0);
  expect(good.stdout).toContain('3');
  writeFileSync(
    join(work, 'bad.json'),
    JSON.stringify({ ...plan, tasks: [{ id: 'count', action: 'text.cuont', input: {} }] }),
  );
  const bad = await heron(['run', 'bad.json'], { dataFolder, cwd: work });
  expect(bad.code).not.toBe(0);
  expect(bad.stderr).toContain('tasks.0.action');
});

test('templates are listed; one that cannot be used is named with its file and place, and fails the command [OR-19]', async () => {
  const list = (...options: string[]) => heron(['plan', 'templates', ...options], { dataFolder, cwd: work });
  const file = join(dataFolder, 'templates', 'hash.json');
  const write = (...tasks: object[]): void => {
    const about = { name: 'hash', title: 'Hash', description: 'Tells the checksum of a file.' };
    writeFileSync(file, JSON.stringify({ version: 1, ...about, tasks }));
  };
  mkdirSync(join(dataFolder, 'templates'), { recursive: true });
  write({ id: 'hash', action: 'checksum.hash', input: { path: '/a' } });
  const sound = await list();
  expect([sound.code, sound.stdout.split('\n')]).toEqual([
    0,
    expect.arrayContaining(['hash  Hash: Tells the checksum of a file.']),
  ]);
  write({ id: 'hash', action: 'checksum.hash', input: { path: 5 } });
  const wrong = await list();
  expect(wrong.code).toBe(1);
  expect(wrong.stdout).toContain(`  ${file}: tasks.0.input.path: must be string`);
  const all = JSON.parse((await list('--json')).stdout) as { name: string }[];
  expect(all.find(({ name }) => name === 'hash')).toMatchObject({ issues: [{ path: 'tasks.0.input.path' }] });
});

test('a missing folder is named before anything is asked or done, and nothing is left behind', async () => {
  const { code, stderr, stdout } = await heron(['do', 'zip the folder ./nowhere', '--allow', 'plan'], {
    dataFolder,
    cwd: work,
  });
  expect(code).toBe(4);
  expect(stdout + stderr).toContain(join(work, 'nowhere'));
  expect(existsSync(join(work, 'nowhere.zip'))).toBe(false);
});

test('a damaged database is an error that names the file, and the file stays as it is', async () => {
  mkdirSync(dataFolder, { recursive: true });
  writeFileSync(join(dataFolder, 'heron.db'), 'not a database at all '.repeat(100));
  const { code, stderr } = await heron(['runs'], { dataFolder });
  expect(code).not.toBe(0);
  expect(stderr).toContain(join(dataFolder, 'heron.db'));
  expect(readFileSync(join(dataFolder, 'heron.db'), 'utf8')).toMatch(/^not a database/);
});

test('a manifest is validated field by field [RT-02]', async () => {
  const folder = join(work, 'shaky');
  mkdirSync(folder);
  writeFileSync(
    join(folder, 'manifest.json'),
    JSON.stringify({ id: 'shaky', version: 'one', permissions: [{ capability: 'moon', reason: 'x' }] }),
  );
  const bad = await heron(['worker', 'validate', folder], { dataFolder });
  expect(bad.code).toBe(1);
  expect(bad.stdout + bad.stderr).toMatch(/version: /);
  expect(bad.stdout + bad.stderr).toMatch(/permissions\.0\.capability: /);
  const good = await heron(['worker', 'validate', join(import.meta.dirname, '../../workers/checksum')], { dataFolder });
  expect(good).toMatchObject({ code: 0, stderr: '' });
});

const flows = join(import.meta.dirname, '../fixtures/n8n/flows');
const ordersFile = join(flows, 'orders.json');

test('on the command line a workflow of n8n comes in, runs, and goes out as it was [X-13]', async () => {
  const options = { dataFolder, cwd: work };
  const looked = await heron(['import', ordersFile, '--dry-run'], options);
  expect(looked).toMatchObject({ code: 0, stdout: expect.stringContaining('8 of 8 nodes run') as string });
  expect(looked.stdout).toContain('Nothing was made');
  const made = JSON.parse((await heron(['import', ordersFile, '--json'], options)).stdout) as { workflowId: string };
  const run = await heron(['workflows', 'run', made.workflowId, '--json'], options);
  expect({ code: run.code, stderr: run.stderr }).toMatchObject({ code: 0 });
  const events = run.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; scope: { taskId?: string }; payload: { output?: unknown } });
  const gathered = events.find(({ type, scope }) => type === 'task.completed' && scope.taskId === 'aggregate');
  const data = [6, 8, 10].map((double, at) => ({ double, from: double / 2, turn: at < 2 ? 0 : 1 }));
  expect(gathered?.payload.output).toMatchObject({ outputs: [[{ json: { data } }]], counts: [1] });
  const { stdout } = await heron(['export', 'Orders', '--as', 'n8n'], options);
  expect(JSON.parse(stdout)).toEqual(JSON.parse(readFileSync(ordersFile, 'utf8')));
  writeFileSync(
    join(work, 'slack.json'),
    JSON.stringify({ name: 'S', nodes: [{ name: 'Tell', type: 'n8n-nodes-base.slack' }], connections: {} }),
  );
  expect((await heron(['import', 'slack.json'], options)).code).toBe(1);
  const refused = await heron(['workflows', 'run', 'S'], options);
  expect(refused).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('There is no action n8n.slack') as string,
  });
  const tasks = [
    { id: 'say', value: { words: 'Hi {{ input.who }}' } },
    { id: 'keep', action: 'files.write', input: { path: 'a.txt', content: '{{ tasks.say.output.words }}' } },
  ];
  writeFileSync(join(work, 'own.heron'), JSON.stringify({ version: 1, title: 'Own', input: { who: 'you' }, tasks }));
  await heron(['workflows', 'import', 'own.heron'], options);
  const own = await heron(['export', 'Own', 'own.json', '--as', 'n8n'], options);
  expect(own).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/1 of 2 are the same in n8n.*not there/s) as string,
  });
  expect((await heron(['import', 'own.json', '--dry-run'], options)).stdout).toContain('4 of 4 nodes run');
});

test('a workflow of n8n reads and writes formats, runs another one, and fetches a feed when it may [X-13]', async () => {
  const options = { dataFolder, cwd: work };
  const feed =
    '<rss version="2.0"><channel><title>B</title><item><title>One</title></item><item><title>Two</title></item></channel></rss>';
  const server = createServer((_, response) => void response.setHeader('content-type', 'text/xml').end(feed));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  try {
    const flow = JSON.parse(readFileSync(join(flows, 'formats.json'), 'utf8')) as Flow;
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/feed`;
    const read = { name: 'Read', type: 'n8n-nodes-base.rssFeedRead', typeVersion: 1.2, position: [200, 400] };
    flow.nodes.push({ ...read, parameters: { url, options: {} } });
    flow.connections['When clicking']?.main[0]?.push({ node: 'Read', type: 'main', index: 0 });
    writeFileSync(join(work, 'formats.json'), JSON.stringify(flow));
    expect((await heron(['import', 'formats.json'], options)).stdout).toContain('“Shout” that it runs is not here yet');
    const alone = await heron(['workflows', 'run', 'Formats'], options);
    expect(alone).toMatchObject({ code: 2, stderr: expect.stringContaining('import it as well') as string });
    await heron(['import', join(flows, 'shout.json')], options);
    const run = await heron(['workflows', 'run', 'Formats', '--allow', 'net:127.0.0.1', '--json'], options);
    expect({ code: run.code, stderr: run.stderr }).toMatchObject({ code: 0 });
    const given = new Map(
      run.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { type: string; scope: { taskId?: string }; payload: { output?: Given } })
        .filter(({ type }) => type === 'task.completed')
        .map(({ scope, payload }) => [scope.taskId, payload.output?.outputs?.[0]]),
    );
    const fields = (id: string) => given.get(id)?.map(({ json }) => json);
    expect(fields('call')).toEqual([{ loud: 'ADA!' }, { loud: 'BO!' }]);
    expect(fields('words')?.[0]).toEqual({ html: '<b>ADA!</b>', data: '**ADA!**' });
    expect(fields('read')).toEqual([{ title: 'One' }, { title: 'Two' }]);
    const sums = ['{Ada}', '{Linus}', '{Bo}'].map((tag) => ({
      tag,
      sum: createHash('sha256').update(tag).digest('hex'),
    }));
    expect(fields('sum')).toEqual(sums);
    expect(given.get('as_file')).toMatchObject([
      { json: {}, binary: { data: { mimeType: 'text/csv', fileName: 'File.csv' } } },
    ]);
    const { stdout } = await heron(['export', 'Formats', '--as', 'n8n'], options);
    expect(JSON.parse(stdout)).toEqual(flow);
  } finally {
    server.close();
  }
});

test('flows of Node-RED come in, run with their subflows and links, and go out as they were [X-13]', async () => {
  const options = { dataFolder, cwd: work };
  const file = join(import.meta.dirname, '../fixtures/node-red/flows/orders.json');
  const made = await heron(['import', file, '--json'], options);
  expect(made).toMatchObject({ code: 0, stderr: '' });
  const { workflowId, kind } = JSON.parse(made.stdout) as { workflowId: string; kind: string };
  expect(kind).toBe('node-red');
  const run = await heron(['workflows', 'run', workflowId, '--json'], options);
  expect({ code: run.code, stderr: run.stderr }).toMatchObject({ code: 0 });
  const shown = run.stdout
    .trim()
    .split('\n')
    .map(
      (line) =>
        JSON.parse(line) as { type: string; scope: { taskId?: string }; payload: { output?: { shown?: unknown } } },
    )
    .flatMap(({ type, scope, payload }) =>
      type === 'task.completed' && payload.output?.shown ? [[scope.taskId, payload.output.shown]] : [],
    );
  expect(Object.fromEntries(shown)).toMatchObject({
    shown: ['orders: 10 EUR + 2; orders: 20 EUR + 2'],
    called: [{ topic: 'orders', payload: 'ORDERS: 10 EUR + 2; ORDERS: 20 EUR + 2', price: '20 EUR' }],
    caught: ['none of orders'],
  });
  const { stdout } = await heron(['export', workflowId, '--as', 'node-red'], options);
  expect(JSON.parse(stdout)).toEqual(JSON.parse(readFileSync(file, 'utf8')));
  // What n8n has nothing for is there as a step that does nothing, and is told.
  const elsewhere = await heron(['export', workflowId, '--as', 'n8n'], options);
  expect(elsewhere).toMatchObject({ code: 0, stderr: expect.stringContaining('n8n has nothing for node-red.run') });
  const { nodes } = JSON.parse(elsewhere.stdout) as { nodes: { name: string; type: string }[] };
  expect(nodes.find(({ name }) => name === 'Price')?.type).toBe('n8n-nodes-base.noOp');
});

test('what the code of one n8n node changes of the language, no other node sees [X-13]', async () => {
  const options = { dataFolder, cwd: work };
  await heron(['import', join(flows, 'hostile.json')], options);
  const { code, stdout, stderr } = await heron(['workflows', 'run', 'Hostile', '--json'], options);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(stdout).toContain('"own":"mine","e":"Mine","host":"undefined,undefined,undefined,object,undefined"');
  expect(stdout).toContain(String.raw`"v":"2undefinedundefined2024-01-02{\"a\":1}Hostile4true20242"`);
});
