import { availableParallelism } from 'node:os';
import type { Manifest } from '../../../../contract/manifest.ts';
import { memoryAllowanceMb, mostIsolates } from '../../../../contract/memory-allowance.ts';
import type { LoadMessage } from '../../../../worker-kit/host-side/messages.ts';
import type { HostPrograms } from './programs.ts';
import type { HostCommand } from './host-command.ts';
import type { Sandbox } from './sandbox.ts';

/** A worker's code; both paths are real ones, without links. */
export type WorkerCode = { manifest: Manifest; folder: string; entry: string };

export type HostStart = { command: HostCommand; load: LoadMessage; allowanceMb: number };

const flagsOfEveryTier = [
  '--permission',
  // Its files are opened past the permission model.
  '--no-experimental-sqlite',
  '--disable-warning=ExperimentalWarning',
  '--disable-warning=SecurityWarning',
];

/** How to start the process that holds a worker, by its tier. */
export function planHostStart(worker: WorkerCode, sandbox: Sandbox, programs: HostPrograms): HostStart {
  const { manifest, folder, entry } = worker;
  const { memoryMb } = manifest.limits;
  const { kit, inside } = programs;
  const readable = [...programs.readable, folder];
  const isolates = Math.min(mostIsolates, availableParallelism());
  return {
    command:
      manifest.tier === 'node'
        ? sandbox.command({ flags: nodeFlags(memoryMb), script: programs.node, readable, folder })
        : sandbox.command({ flags: isolateFlags, script: programs.isolate, readable, folder }),
    load: { type: 'load', folder, entry, kit, inside, isolates, memoryMb },
    allowanceMb: memoryAllowanceMb(manifest.tier, memoryMb, isolates),
  };
}

function nodeFlags(memoryMb: number): string[] {
  return [...flagsOfEveryTier, `--max-old-space-size=${memoryMb}`];
}

const isolateFlags = [
  ...flagsOfEveryTier,
  '--allow-addons',
  // isolated-vm asks for this: isolates of its own making do not fit beside Node's snapshot.
  '--no-node-snapshot',
  // Where isolated-vm's loader looks which C library there is.
  '--allow-fs-read=/etc/alpine-release',
];
