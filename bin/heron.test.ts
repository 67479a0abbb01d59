import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildStamp } from '../scripts/build-freshness.js';
import { run, runNode } from '../scripts/processes.ts';

const checkout = dirname(import.meta.dirname);
const program = (name: string) => `
  export async function main(argv) {
    const asked = new Promise((resolve) => process.once('SIGTERM', resolve));
    console.log(JSON.stringify({ ran: '${name}', version: process.versions.node, argv }));
    if (argv[0] !== 'wait') return argv.length;
    const alive = setInterval(() => {}, 1000);
    await asked;
    clearInterval(alive);
    return 7;
  }`;

let root: string;
let heron: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'heron-bin-'));
  heron = join(root, 'bin/heron.js');
  for (const path of ['bin/heron.js', 'bin/foreground.js', 'bin/pinned-node.js', 'scripts/build-freshness.js']) {
    write(path, readFileSync(join(checkout, path), 'utf8'));
  }
  copyFileSync(join(checkout, 'package.json'), join(root, 'package.json'));
  symlinkSync(join(checkout, 'node_modules'), join(root, 'node_modules'), 'junction');
  write('src/main/headless/main.ts', program('source'));
  mkdirSync(join(root, 'workers'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function writeBuild(): void {
  write('out/main/headless.js', program('build'));
  write(buildStamp, '');
}

/** A Node on PATH that is not the pinned one. */
async function otherNode(): Promise<string | undefined> {
  const paths = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'node'));
  for (const path of paths.filter((candidate) => existsSync(candidate))) {
    const { stdout } = await run(path, ['--version']);
    if (stdout && stdout.trim() !== process.version) return path;
  }
  return undefined;
}

test('a checkout without a build runs from its source, and the exit code is what main returns', async () => {
  const { code, stdout } = await runNode([heron, 'run', '--now']);
  expect(JSON.parse(stdout)).toMatchObject({ ran: 'source', argv: ['run', '--now'] });
  expect(code).toBe(2);
});

test('a fresh build is preferred to the source', async () => {
  writeBuild();
  expect(JSON.parse((await runNode([heron])).stdout)).toMatchObject({ ran: 'build' });
});

test('an installed package has only its build', async () => {
  writeBuild();
  rmSync(join(root, 'src'), { recursive: true });
  rmSync(join(root, 'scripts'), { recursive: true });
  expect(JSON.parse((await runNode([heron])).stdout)).toMatchObject({ ran: 'build' });
});

test('under another Node it hands over to the pinned one', async ({ skip }) => {
  const other = (await otherNode()) ?? skip('there is no second Node on PATH');
  const { code, stdout, stderr } = await run(other, [heron, 'one', 'two words', '--three']);
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toMatchObject({ version: process.versions.node, argv: ['one', 'two words', '--three'] });
  expect(code).toBe(3);
});

test('a signal reaches the program that was handed over to', async ({ skip }) => {
  const other = (await otherNode()) ?? skip('there is no second Node on PATH');
  const child = spawn(other, [heron, 'wait'], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([7, null]);
});

test('without the pinned Node one sentence says what is needed, what was found and what to run', async () => {
  const path = 'bin/pinned-node.js';
  write(path, readFileSync(join(checkout, path), 'utf8').replace('neededMajor = 26', 'neededMajor = 99'));
  const { code, stdout, stderr } = await runNode([heron, 'run']);
  expect(stderr).toBe(`Heron needs Node 99 and found ${process.version}: run \`npm ci\` in ${root}.\n`);
  expect(stdout).toBe('');
  expect(code).toBe(1);
});
