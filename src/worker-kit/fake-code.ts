import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import type { CodeArtifact, CodeLanguage, CodeOutput, WorkerCode, WorkerFiles } from './context.ts';
import { WorkerFailure } from './failure.ts';

const programs: Record<CodeLanguage, { program: string; file: string }> = {
  javascript: { program: process.execPath, file: 'main.js' },
  typescript: { program: process.execPath, file: 'main.ts' },
  python: { program: 'python3', file: 'main.py' },
};

/** Runs the code of a test for real, with its time limit alone: what closes it off is the engine’s. */
export function fakeCode(parts: { languages: CodeLanguage[]; files: WorkerFiles; signal: AbortSignal }): WorkerCode {
  return {
    async run({ language, code, input = '', files = [], limits }) {
      if (!parts.languages.includes(language)) {
        const details = { capability: 'code', target: language };
        throw new WorkerFailure('permission-denied', `The worker may not run ${language}`, details);
      }
      const { program, file } = programs[language];
      const folder = await mkdtemp(join(tmpdir(), 'heron-code-'));
      const workspace = await mkdtemp(join(folder, 'workspace-'));
      await writeFile(join(folder, file), code);
      for (const { path, name } of files) await writeFile(join(workspace, name), parts.files.read(path));
      const child = spawn(program, [join(folder, file)], { cwd: workspace, signal: parts.signal });
      const outputs = {
        stdout: keep(child.stdout, limits.keptOutputBytes),
        stderr: keep(child.stderr, limits.keptOutputBytes),
      };
      child.stdin.on('error', () => undefined); // it may end without reading its input
      child.stdin.end(input);
      const begin = Date.now();
      let isLate = false;
      const timer = setTimeout(() => (isLate = child.kill('SIGKILL')), limits.wallMs);
      const [exitCode, signal] = (await once(child, 'close')) as [number | null, string | null];
      clearTimeout(timer);
      return {
        ...{ exitCode, signal, limit: isLate ? 'time' : null, durationMs: Date.now() - begin },
        ...{ stdout: outputs.stdout(), stderr: outputs.stderr() },
        artifacts: await artifactsIn(workspace, new Set(files.map(({ name }) => name))),
        leftOut: [],
        async *read(artifact) {
          yield await readFile(join(workspace, artifact));
        },
        close: () => rm(folder, { recursive: true, force: true }),
      };
    },
  };
}

function keep(stream: NodeJS.ReadableStream, most: number): () => CodeOutput {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => {
    const whole = Buffer.concat(chunks);
    return { text: whole.subarray(0, most).toString(), bytes: whole.byteLength, isCut: whole.byteLength > most };
  };
}

async function artifactsIn(workspace: string, given: Set<string>): Promise<CodeArtifact[]> {
  const entries = await readdir(workspace, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const artifacts = paths.map(async (path) => {
    const content = await readFile(path);
    const name = relative(workspace, path).replaceAll(sep, '/');
    return { name, bytes: content.byteLength, sha256: createHash('sha256').update(content).digest('hex') };
  });
  return (await Promise.all(artifacts))
    .filter(({ name }) => !given.has(name))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
