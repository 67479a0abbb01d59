import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'vitest';
import type { WorkflowDocument } from '../../src/contract/workflows.ts';
import type { EngineClient } from '../../src/main/gateway/engine-router.ts';

/** What a workflow that comes with Heron is given here, and what is to be there afterwards. */
type ExampleRun = {
  input: Record<string, string>;
  /** What is said where it asks. */
  answer?: string;
  /** Gives what it left behind, and what that is to be. */
  left: () => [found: unknown, expected: unknown];
};

type ExampleRuns = { runs: Record<string, ExampleRun>; close: () => Promise<void> };

/** Runs every workflow that comes with Heron; what became of each and of what it left, and what that is to be. */
export async function runExamples(client: EngineClient, root: string) {
  const { runs, close } = await exampleRuns(root);
  const outcomes: Record<string, unknown> = {};
  const expected: Record<string, unknown> = {};
  try {
    const examples = await client.workflows.examples();
    const names = examples.map(({ name }) => name);
    expect(names).toEqual(Object.keys(runs).toSorted());
    for (const { name, document } of examples) {
      const run = runs[name];
      if (!run) continue;
      const how = await runExample(client, root, document, run);
      const [found, wanted] = how === 'completed' ? run.left() : [];
      outcomes[name] = [how, found];
      expected[name] = ['completed', wanted];
    }
    return { names, outcomes, expected };
  } finally {
    await close();
  }
}

const patient = { timeout: 60_000 };

/** How it ended. */
async function runExample(
  client: EngineClient,
  root: string,
  document: WorkflowDocument,
  { input, answer }: ExampleRun,
): Promise<string> {
  const { id: workflowId } = await client.workflows.create({ document });
  const { runId } = await client.workflows.run({
    ...{ workflowId, input },
    allow: [
      { capability: 'files.read', target: root },
      { capability: 'files.write', target: root },
      { capability: 'net', target: '127.0.0.1' },
      { capability: 'shell', target: 'git' },
    ],
  });
  let ended = '';
  const look = async (): Promise<string> => {
    const run = await client.runs.get({ runId });
    const asked = Object.values(run.tasks).find(({ status }) => status === 'blocked');
    if (asked && answer !== undefined) await client.runs.answer({ runId, taskId: asked.id, answer });
    ended = `${run.status} ${run.error?.message ?? ''}`.trim();
    return run.status;
  };
  await expect.poll(look, patient).toMatch(/^(completed|failed|cancelled)$/);
  return ended;
}

/** By the names of their files. All they need is made below `root`; their website is on this machine. */
async function exampleRuns(root: string): Promise<ExampleRuns> {
  const site = createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end(request.url === '/note' ? '<title>Herons</title><p>They <b>wade</b>.</p>' : '<p>ok</p>');
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  const at = (...parts: string[]): string => join(root, ...parts);
  const read = (...parts: string[]): string => readFileSync(at(...parts), 'utf8');
  makeFiles(root);
  const sum = createHash('sha256').update('alpha beta').digest('hex');
  const runs: Record<string, ExampleRun> = {
    'back-up-after-a-look': {
      ...{ input: { folder: at('packed') }, answer: 'pack' },
      left: () => [existsSync(at('packed.zip')), true],
    },
    'count-words': { input: { folder: at('texts') }, left: () => [readdirSync(at('texts')).length, 2] },
    'dated-copy': {
      input: { file: at('dated', 'notes.md') },
      left: () => [readdirSync(at('dated')).filter((name) => /^notes\.md\.\d{4}-\d\d-\d\d$/.test(name)).length, 1],
    },
    'hash-every-file': {
      input: { folder: at('hashed') },
      left: () => [read('hashed', 'checksums.txt').trim(), `${sum}  a.txt`],
    },
    'links-of-a-file': {
      input: { file: at('linked', 'notes.md') },
      left: () => [read('linked', 'notes-links.txt').trim(), 'https://herons.example/a'],
    },
    'pack-and-hash': {
      input: { folder: at('zipped') },
      left: () => [/^[0-9a-f]{64} {2}zipped\.zip$/.test(read('zipped.zip.sha256').trim()), true],
    },
    'wait-for-a-file': { input: { folder: at('texts'), name: 'a.txt' }, left: () => [true, true] },
    'errors-of-a-log': {
      input: { log: at('app.log') },
      left: () => [read('app.log.errors.md').match(/^- .*/gm), ['- error: the disk is full']],
    },
    'what-was-committed': {
      input: { project: at('project'), report: at('commits.md') },
      left: () => [read('commits.md').includes('Teach herons to wade (Ada)'), true],
    },
    'check-the-links': {
      input: { folder: at('notes') },
      left: () => [/notes\.md:3 \S*gone\.md/.test(read('notes', 'broken-links.txt')), true],
    },
    'tables-as-csv': {
      input: { database: at('birds.sqlite'), folder: at('tables') },
      left: () => [read('tables', 'birds.csv').trim().split(/\r?\n/), ['name,legs', 'heron,2']],
    },
    'clear-out-duplicates': {
      ...{ input: { folder: at('same') }, answer: 'remove' },
      left: () => [readdirSync(at('same')).length, 1],
    },
    'tidy-a-folder': {
      ...{ input: { folder: at('untidy') }, answer: 'move' },
      left: () => [readdirSync(at('untidy')).some((name) => name.endsWith('.txt')), false],
    },
    'is-it-up': {
      input: { url: `${url}/`, report: at('website.md') },
      left: () => [read('website.md').trim().endsWith(`${url}/ answers with 200`), true],
    },
    'page-as-a-note': {
      input: { url: `${url}/note`, note: at('page.md') },
      left: () => [/# Herons[\s\S]*They \*\*wade\*\*/.test(read('page.md')), true],
    },
    'notes-as-pages': {
      input: { folder: at('pages') },
      left: () => [read('pages', 'a.html').includes('<h1'), true],
    },
  };
  return { runs, close: () => new Promise((resolve) => site.close(() => resolve())) };
}

function makeFiles(root: string): void {
  const files: Record<string, string> = {
    'packed/a.txt': 'alpha',
    'texts/a.txt': 'alpha beta',
    'texts/b.txt': 'gamma',
    'dated/notes.md': '# Notes\n',
    'hashed/a.txt': 'alpha beta',
    'linked/notes.md': 'See https://herons.example/a there.\n',
    'zipped/a.txt': 'alpha',
    'app.log': '{"level":"info","msg":"begun"}\n{"level":"error","msg":"the disk is full"}\n',
    'notes/notes.md': '# Notes\n\n[gone](gone.md)\n',
    'same/a.txt': 'the same',
    'same/b.txt': 'the same',
    'untidy/a.txt': 'text',
    'untidy/b.png': 'picture',
    'pages/a.md': '# Herons\n\nThey wade.\n',
    'project/a.txt': 'alpha',
  };
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  const database = new DatabaseSync(join(root, 'birds.sqlite'));
  database.exec(`CREATE TABLE birds (name TEXT, legs INTEGER); INSERT INTO birds VALUES ('heron', 2)`);
  database.close();
  const git = (...args: string[]): void =>
    void execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...args], {
      ...{ cwd: join(root, 'project'), stdio: 'ignore' },
      env: { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' },
    });
  git('init', '-q');
  git('add', '.');
  git('commit', '-qm', 'Teach herons to wade');
}
