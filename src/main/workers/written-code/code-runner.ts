import { mkdtempSync, readdirSync } from 'node:fs';
import { chmod, mkdir, open, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HeronError } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import { makeFolder } from '../../base/make-folder.ts';
import { createEndGuard, type EndGuard } from '../hosts/machine/end-guard.ts';
import type { HostPrograms } from '../hosts/machine/programs.ts';
import { realPath } from '../hosts/machine/sandbox.ts';
import { type Artifact, type Artifacts, listArtifacts, readPiece } from './artifacts.ts';
import { type CodeFolders, type ConfinementParts, mainFiles, type Walls } from './confinement.ts';
import type { CodeLimits, Language } from './languages.ts';
import { findPython } from './python.ts';
import { removeTree } from './remove-tree.ts';
import { type CodeEnd, type FinishedCode, runCode } from './run-code.ts';
import { syscallFilter } from '../hosts/machine/syscall-filter.ts';
import type { GivenFile } from './workspace.ts';

export type WrittenCode = {
  language: Language;
  code: string;
  /** What it reads as its standard input. */
  input: string;
  files: GivenFile[];
  limits: CodeLimits;
  signal: AbortSignal;
};

/** Code that has ended, and what it left; `close` clears that away. */
export type RanCode = CodeEnd &
  Artifacts & {
    /** At most 256 KiB of an artifact from `start` on. Errors: `not-found`. */
    read: (name: string, start: number) => Promise<{ bytes: Uint8Array; done: boolean }>;
    close: () => Promise<void>;
  };

/** Errors: `unsupported` with the reason when this machine cannot hold the language, `cancelled`. */
export type CodeRunner = { run: (written: WrittenCode) => Promise<RanCode> };

export type CodeRunnerParts = {
  nodeBinary: string;
  programs: HostPrograms;
  /** Undefined where there is none. */
  bubblewrap: string | undefined;
  environment: NodeJS.ProcessEnv;
  /** Where code lies while it runs; nothing in it outlives the engine. */
  folder: string;
  logger: Logger;
};

type GuardedParts = CodeRunnerParts & { guard: EndGuard };

/** Runs code that somebody has just written, closed off from everything but a workspace of its own. */
export function createCodeRunner(given: CodeRunnerParts): CodeRunner {
  const parts = { ...given, nodeBinary: realPath(given.nodeBinary), guard: createEndGuard(given.logger) };
  sweep(parts);
  let walls: Promise<Walls> | undefined;
  let python: ReturnType<typeof findPython> | undefined;
  return {
    async run(written) {
      walls ??= findWalls(parts);
      const standing = await walls;
      if (written.language === 'python') {
        if (standing.kind !== 'room') throw unsupported('Python is run only where bubblewrap can close it off');
        python ??= findPython(parts.environment);
        if (!(await python)) throw unsupported('There is no Python 3 on this machine');
      }
      return runIn(parts, { ...parts, walls: standing, python: await python }, written);
    },
  };
}

function unsupported(message: string): HeronError {
  return new HeronError('unsupported', message);
}

/** What an engine left that was killed. */
function sweep({ folder, logger }: CodeRunnerParts): void {
  for (const name of namesIn(folder)) {
    removeTree(join(folder, name)).catch((error: unknown) =>
      logger.warn('A folder of code could not be removed', { name, error: String(error) }),
    );
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // no code has been run yet
  }
}

const trial: Omit<WrittenCode, 'signal'> = {
  language: 'javascript',
  code: "process.stdout.write('stands')",
  input: '',
  files: [],
  limits: { wallMs: 20_000, cpuMs: 20_000, memoryMb: 64, keptOutputBytes: 1000 },
};

/** Tries the very walls the code will stand in: a sandbox that is installed may be too old, or forbidden. */
async function findWalls(parts: GuardedParts): Promise<Walls> {
  const { bubblewrap, logger } = parts;
  const filter = syscallFilter();
  if (bubblewrap === undefined || filter === undefined) return { kind: 'permission model' };
  const room: Walls = { kind: 'room', bubblewrap, filter };
  const { signal } = new AbortController();
  try {
    const tried = await runIn(parts, { ...parts, walls: room, python: undefined }, { ...trial, signal });
    await tried.close();
    if (tried.output.stdout.text === 'stands') return room;
    throw new Error(tried.output.stderr.text);
  } catch (error) {
    logger.warn('Bubblewrap cannot close off written code here', { error: String(error) });
    return { kind: 'permission model' };
  }
}

async function runIn(parts: GuardedParts, confinement: ConfinementParts, written: WrittenCode): Promise<RanCode> {
  const { language, limits, input, files, signal } = written;
  const { folders, remove } = await makeFolders(parts.folder, mainFiles[language], written.code);
  let finished: FinishedCode | undefined;
  const close = async (): Promise<void> => {
    await finished?.workspace.close();
    await remove();
  };
  try {
    const filter = await openFilter(confinement.walls, folders);
    try {
      finished = await runCode({
        ...{ confinement, input, files, signal, filter: filter?.fd, guard: parts.guard },
        start: { language, folders, limits },
      });
    } finally {
      await filter?.close();
    }
    const { end, workspace } = finished;
    const { artifacts, leftOut } = await listArtifacts(workspace.path, workspace.given);
    const read: RanCode['read'] = async (name, start) =>
      readPiece(join(workspace.path, knownName(artifacts, name)), start);
    return { ...end, artifacts, leftOut, read, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function knownName(artifacts: Artifact[], name: string): string {
  if (artifacts.some((artifact) => artifact.name === name)) return name;
  throw new HeronError('not-found', `The code left no file ${JSON.stringify(name)}`, { name });
}

/** For nobody else to look into. */
async function makeFolders(
  root: string,
  mainFile: string,
  code: string,
): Promise<{ folders: CodeFolders; remove: () => Promise<void> }> {
  makeFolder(root);
  const folder = await realpath(mkdtempSync(join(root, 'code-')));
  const folders = { program: join(folder, 'program'), workspace: join(folder, 'workspace') };
  const remove = (): Promise<void> => removeTree(folder);
  try {
    await mkdir(folders.program, { mode: 0o700 });
    await writeFile(join(folders.program, mainFile), code, { mode: 0o600 });
    // Where Node stops looking for what kind of module it is.
    await writeFile(join(folders.program, 'package.json'), '{}');
    await chmod(folder, 0o700);
    return { folders, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function openFilter(
  walls: Walls,
  { program }: CodeFolders,
): Promise<Awaited<ReturnType<typeof open>> | undefined> {
  if (walls.kind !== 'room') return undefined;
  const path = join(program, '..', 'filter');
  await writeFile(path, walls.filter);
  return open(path);
}
