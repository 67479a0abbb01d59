import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runNode } from '../processes.ts';
import type { WorkerCheck } from './check.ts';

/** Starts a process of its own: code that hangs or exits while it loads must not take the checker along. */
export const entryGivesTheActions: WorkerCheck = async ({ path, shownAs, manifest }) => {
  const file = `${shownAs}/${manifest.entry}`;
  if (!existsSync(join(path, manifest.entry))) return [{ file, message: 'is not there' }];
  const entry = JSON.stringify(pathToFileURL(join(path, manifest.entry)).href);
  const script = `const { default: worker } = await import(${entry});
    process.stdout.write('\\n' + JSON.stringify([worker.actions, worker.hooks ?? {}].flatMap((given, at) => Object.entries(given).map(([name, run]) => [at === 0 ? name : 'hook ' + name, typeof run]))));
    process.exit();`;
  const { code, stdout, stderr } = await runNode(['--input-type=module', '--eval', script], {
    cwd: path,
    timeoutMs: 30_000,
  });
  if (code !== 0) return [{ file, message: `cannot be loaded: ${reasonIn(stderr)}` }];
  const found = new Map(JSON.parse(stdout.split('\n').at(-1) ?? '[]') as [string, string][]);
  const promised = [...Object.keys(manifest.actions), ...manifest.hooks.map((event) => `hook ${event}`)];
  const named = (name: string): string => (name.startsWith('hook ') ? name : `action ${name}`);
  return [
    ...promised
      .filter((name) => found.get(name) !== 'function')
      .map((name) => ({ file, message: `has no function for the ${named(name)}` })),
    ...[...found.keys()]
      .filter((name) => !promised.includes(name))
      .map((name) => ({ file, message: `has the ${named(name)} that the manifest does not know` })),
  ];
};

export const hasTests: WorkerCheck = ({ path, shownAs, manifest }) => {
  const file = `${shownAs}/index.test.ts`;
  if (!existsSync(join(path, 'index.test.ts'))) return [{ file, message: 'is not there' }];
  const tests = globSync('**/*.test.ts', { cwd: path }).map((name) => readFileSync(join(path, name), 'utf8'));
  if (manifest.permissions.length === 0 || tests.some((text) => /permission-(denied|missing)/.test(text))) return [];
  return [{ file, message: 'no test shows that a missing permission is refused (permission-denied)' }];
};

export const testsRun: WorkerCheck = ({ path, shownAs }) =>
  globSync('**/*.test.ts', { cwd: path }).flatMap((name) => {
    const found = /\b(?:test|it|describe)\.(skip|only|todo|fails)\b(?!If)/.exec(readFileSync(join(path, name), 'utf8'));
    return found ? [{ file: `${shownAs}/${slashed(name)}`, message: `${found[0]} keeps tests from running` }] : [];
  });

const codeLinesOfEntry = 200;
const bytesOfManifest = 64_000;
const bytesOfFixtures = 256_000;

export const isSmall: WorkerCheck = ({ path, shownAs, manifest }) => {
  const findings = [];
  const lines = codeLines(join(path, manifest.entry));
  if (lines > codeLinesOfEntry) {
    const message = `has ${lines} lines of code; over ${codeLinesOfEntry}, each action gets a file of its own`;
    findings.push({ file: `${shownAs}/${manifest.entry}`, message });
  }
  const manifestBytes = bytesOf(path, ['manifest.json']);
  if (manifestBytes > bytesOfManifest) {
    findings.push({ file: `${shownAs}/manifest.json`, message: `is over ${bytesOfManifest} bytes` });
  }
  const fixtureBytes = bytesOf(join(path, 'fixtures'), globSync('**', { cwd: join(path, 'fixtures') }));
  if (fixtureBytes > bytesOfFixtures) {
    findings.push({
      file: `${shownAs}/fixtures`,
      message: `is over ${bytesOfFixtures} bytes; let the tests make large files`,
    });
  }
  return findings;
};

function codeLines(path: string): number {
  if (!existsSync(path)) return 0;
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .map((line) => line.trim());
  return lines.filter((line) => line !== '' && !/^(\/\/|\/?\*)/.test(line)).length;
}

function bytesOf(folder: string, names: string[]): number {
  const stats = names.map((name) => statSync(join(folder, name)));
  return stats.filter((one) => one.isFile()).reduce((sum, { size }) => sum + size, 0);
}

/** The line of a stack trace that says what happened. */
function reasonIn(stderr: string): string {
  return stderr.split('\n').find((line) => /^\w*Error\b/.test(line)) ?? stderr.trim().slice(0, 300);
}

function slashed(path: string): string {
  return path.split(sep).join('/');
}
