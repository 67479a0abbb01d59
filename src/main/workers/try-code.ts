import { relative } from 'node:path';
import { hookAction } from '../../worker-kit/host-side/hook-action.ts';
import { planHostStart, type WorkerCode } from './hosts/machine/host-start.ts';
import { findPrograms } from './hosts/machine/programs.ts';
import type { Manifest } from '../../contract/manifest.ts';
import { findBubblewrap, probeSandbox, type Sandbox } from './hosts/machine/sandbox.ts';
import { type HostExit, startHostProcess } from './hosts/wire/host-process.ts';
import { systemClock } from '../base/clock.ts';
import type { SchemaIssue } from './registry/schema-issue.ts';

type Loaded = { actions: string[] } | { fault: string };
type Machine = {
  nodeBinary: string;
  appFolder: string;
  /** What the worker would be held in; by default what the machine gives every worker. */
  sandboxFor?: (manifest: Manifest) => Promise<Sandbox>;
};

const readyWithinMs = 15_000;

/** Loads a worker's code where it would run, calls nothing, and names what its manifest promises and the code lacks. */
export async function tryCode(code: WorkerCode, machine: Machine): Promise<SchemaIssue[]> {
  const loaded = await load(code, machine);
  if ('fault' in loaded) return [{ path: relative(code.folder, code.entry), message: loaded.fault }];
  const { actions, hooks } = code.manifest;
  return [
    ...Object.keys(actions)
      .filter((name) => !loaded.actions.includes(name))
      .map((name) => ({ path: `actions.${name}`, message: 'the code has no such action' })),
    ...hooks.flatMap((event, index) =>
      loaded.actions.includes(hookAction(event))
        ? []
        : [{ path: `hooks.${index}`, message: `the code has no hook ${event}` }],
    ),
  ];
}

/** Resolves when the process has ended. */
async function load(code: WorkerCode, { nodeBinary, appFolder, sandboxFor }: Machine): Promise<Loaded> {
  const sandbox = sandboxFor
    ? await sandboxFor(code.manifest)
    : await probeSandbox({ nodeBinary, bubblewrap: findBubblewrap() });
  if (sandbox.missing) return { fault: `cannot be loaded on this machine: ${sandbox.missing}` };
  const start = planHostStart(code, sandbox, findPrograms(appFolder));
  return new Promise((resolve) => {
    let outcome: Loaded | undefined;
    const end = (how: Loaded): void => {
      outcome ??= how;
      host.kill();
    };
    const host = startHostProcess({
      command: start.command,
      onPacket({ message }) {
        if (message.type === 'ready') end({ actions: message.actions });
        else if (message.type === 'unusable') end({ fault: message.message });
        else if (message.type === 'exhausted') end({ fault: 'uses more memory than its limit while it is loaded' });
      },
      limits: code.manifest.limits,
      clock: systemClock,
      onFault: (what) => end({ fault: what }),
      onFlood: () => end({ fault: 'sends far more messages than it may' }),
      onStderr: () => undefined,
      onExit(exit) {
        clearTimeout(timer);
        resolve(outcome ?? { fault: lastWordOf(exit) });
      },
    });
    const timer = setTimeout(() => end({ fault: `was not ready after ${readyWithinMs} ms` }), readyWithinMs);
    host.send({ message: start.load });
  });
}

function lastWordOf({ code, signal, error, lastWords }: HostExit): string {
  const how = error ?? `the process ended while the code was loaded (${signal ?? `exit code ${code}`})`;
  const words = lastWords.trim().split('\n').at(-1);
  return words ? `${how}: ${words}` : how;
}
