import { join } from 'node:path';
import { emptyRoom, toRead } from '../hosts/machine/empty-room.ts';
import type { HostPrograms } from '../hosts/machine/programs.ts';
import type { HostCommand } from '../hosts/machine/host-command.ts';
import { leastEnvironment } from '../hosts/machine/sandbox.ts';
import { type CodeLimits, type Language, mostFileBytes } from './languages.ts';
import type { Python } from './python.ts';

/** The folder that holds the code, and the one it works in; both real paths. In a room the second is memory of the room. */
export type CodeFolders = { program: string; workspace: string };

export type CodeStart = { language: Language; folders: CodeFolders; limits: Pick<CodeLimits, 'cpuMs' | 'memoryMb'> };

/** What the code stands in: a room of bubblewrap and a filter of system calls, or Node's permission model alone. */
export type Walls = { kind: 'room'; bubblewrap: string; filter: Uint8Array } | { kind: 'permission model' };

/** A room is handed three more files: the filter, where it tells who is in it, and what it waits for before it begins. */
export const roomFiles = { filter: 3, tells: 4, waits: 5 } as const;

export type ConfinementParts = { walls: Walls; nodeBinary: string; programs: HostPrograms; python: Python | undefined };

export const mainFiles: Record<Language, string> = { javascript: 'main.js', typescript: 'main.ts', python: 'main.py' };

/** Resident memory that the runtime takes besides what the code does, measured and rounded up. */
export function allowanceMb(language: Language): number {
  return language === 'python' ? 32 : 96;
}

/** Where the two folders are to be found from inside the room. */
export const inRoom: CodeFolders = { program: '/program', workspace: '/workspace' };
const temporaryBytes = 32 * 1024 * 1024;

/** How to start code so that it reaches nothing but its workspace. */
export function confine(parts: ConfinementParts, start: CodeStart): HostCommand {
  const { walls, nodeBinary } = parts;
  if (walls.kind === 'room') {
    const args = [...room(parts, start), '--', ...runtime(parts, start, inRoom)];
    return limited({ file: walls.bubblewrap, args, environment: {}, cwd: '/' }, start);
  }
  const [file = nodeBinary, ...args] = runtime(parts, start, start.folders);
  const environment = { ...leastEnvironment(), TMPDIR: start.folders.workspace };
  return limited({ file, args, environment, cwd: start.folders.workspace }, start);
}

function room({ nodeBinary, programs, python }: ConfinementParts, start: CodeStart): string[] {
  const { filter, tells, waits } = roomFiles;
  const isPython = start.language === 'python';
  const readable = isPython
    ? [python?.program ?? '', ...(python?.folders ?? [])]
    : [nodeBinary, ...programs.code.readable];
  return [
    emptyRoom({ ...leastEnvironment(), HOME: inRoom.workspace, LANG: 'C.UTF-8' }),
    ...[
      ['--size', String(temporaryBytes), '--tmpfs', '/tmp'],
      ['--size', String(mostFileBytes), '--tmpfs', inRoom.workspace],
    ],
    toRead(readable.filter(Boolean)),
    ['--ro-bind', start.folders.program, inRoom.program],
    // The room itself is memory: nobody counts what is written into it.
    ['--remount-ro', '/dev', '--remount-ro', '/'],
    ['--seccomp', String(filter), '--info-fd', String(tells), '--block-fd', String(waits)],
    ['--chdir', inRoom.workspace],
  ].flat();
}

function runtime(parts: ConfinementParts, start: CodeStart, folders: CodeFolders): string[] {
  const main = join(folders.program, mainFiles[start.language]);
  // Unbuffered: what it has said until it is ended is known.
  if (start.language === 'python') return [parts.python?.program ?? '', '-I', '-B', '-u', '-X', 'utf8', main];
  return [parts.nodeBinary, ...nodeFlags(parts, start, folders), main];
}

function nodeFlags({ walls, programs }: ConfinementParts, { limits }: CodeStart, folders: CodeFolders): string[] {
  const { program, workspace } = folders;
  const isRoom = walls.kind === 'room';
  const readable = [program, workspace, ...programs.code.readable, ...(isRoom ? ['/tmp'] : [])];
  return [
    '--permission',
    ...readable.map((path) => `--allow-fs-read=${path}`),
    ...[workspace, ...(isRoom ? ['/tmp'] : [])].map((path) => `--allow-fs-write=${path}`),
    `--max-old-space-size=${limits.memoryMb}`,
    // Its files are opened past the permission model.
    '--no-experimental-sqlite',
    '--disable-warning=ExperimentalWarning',
    '--disable-warning=SecurityWarning',
    '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON',
    '--import',
    programs.code.preload,
  ];
}

/** What the kernel holds it to, also while the engine is busy or gone; the first argument of `$@` is the program. */
const script = [
  'ulimit -c 0',
  'ulimit -f "$1"',
  'ulimit -t "$2"',
  'ulimit -n 256',
  'ulimit -d "$3" 2>/dev/null',
  'shift 3',
  'exec "$@"',
].join('; ');

/** Node maps a gigabyte that it never uses before it runs anything. */
const reservedMb: Record<Language, number> = { javascript: 1024, typescript: 1024, python: 64 };
const blockBytes = 512;

function limited(command: HostCommand, { language, limits }: CodeStart): HostCommand {
  if (process.platform === 'win32') return command;
  const kernel = [
    mostFileBytes / blockBytes,
    // The watch ends it before; this is for when there is no watch.
    Math.ceil(limits.cpuMs / 1000) + 2,
    (limits.memoryMb + reservedMb[language]) * 1024,
  ];
  return {
    ...command,
    file: '/bin/sh',
    args: ['-c', script, 'sh', ...kernel.map(String), command.file, ...command.args],
  };
}
