import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { z } from 'zod';
import type { PermissionNeed } from '../../../contract/permission-need.ts';
import type { BrokerCall } from './broker-call.ts';
import { allowFile, namingPath } from './file-access.ts';
import type { HandleKind } from './handles.ts';
import { method } from './method.ts';
import { Handle, Path } from './parameters.ts';
import { canonicalPath } from './paths/canonical-path.ts';
import { inFolder } from './paths/pinned-folder.ts';
import { checkVariables, cleanEnvironment, variableRefusal } from './programs/clean-environment.ts';
import { commandLine } from './programs/command-line.ts';
import { findProgram } from './programs/find-program.ts';
import { type RunningProgram, startProgram } from './programs/running-program.ts';

const program: HandleKind<RunningProgram> = { label: 'program', close: (running) => running.close() };

const Argument = z
  .string()
  .max(131_072)
  .regex(/^[^\0]*$/, 'an argument cannot contain a zero byte');

const open = method('shell.open', {
  parameters: z.strictObject({
    program: z.string().min(1).max(8192),
    args: z.array(Argument).max(10_000),
    cwd: Path.nullable(),
    input: z.string().nullable(),
    environment: z.record(z.string().max(256), z.string().max(131_072)),
  }),
  async run(call, parameters) {
    const { handle, thing } = await call.handles.open(program, () => start(call, parameters));
    return { value: { handle, pid: thing.pid } };
  },
});

type Wanted = {
  program: string;
  args: string[];
  cwd: string | null;
  input: string | null;
  environment: Record<string, string>;
};

async function start(call: BrokerCall, wanted: Wanted): Promise<RunningProgram> {
  const operation = 'shell.open';
  const variables = checkVariables(wanted.environment);
  const environment = cleanEnvironment(call.environment);
  const { path, calledAs } = findProgram(wanted.program, environment['PATH'] ?? '');
  const { args, input } = wanted;
  const need = {
    capability: 'shell' as const,
    target: path,
    args,
    detail: commandLine({ program: calledAs, args, cwd: wanted.cwd, input, variables }),
  } satisfies PermissionNeed;
  const refusal =
    call.pathRules.against(calledAs) ??
    call.pathRules.against(path) ??
    variables.map(([name]) => variableRefusal(name)).find(Boolean);
  if (refusal) call.access.refuse(operation, need, refusal);
  await call.access.allow(operation, need);
  const folder = await workingFolder(call, wanted.cwd);
  return namingPath(folder, () =>
    inFolder(folder, async (pinned) => {
      call.signal.throwIfAborted();
      const { mark, leaders } = call.programs;
      const running = await startProgram({
        path,
        calledAs,
        args,
        cwd: pinned.at('.'),
        cwdName: folder,
        environment: { ...environment, ...Object.fromEntries(variables) },
        input,
        mark: `${mark}.${randomUUID()}`,
      });
      leaders.push(running);
      return running;
    }),
  );
}

/** A program that is not told where to work starts where nothing of the person's lies. */
function workingFolder(call: BrokerCall, cwd: string | null): Promise<string> {
  if (cwd === null) return canonicalPath(tmpdir());
  return allowFile(call, { operation: 'shell.open', capability: 'files.read', path: cwd, means: 'target' });
}

const next = method('shell.next', {
  parameters: z.strictObject({ handle: Handle }),
  run: (call, { handle }) =>
    call.handles.use(program, handle, async (running) => {
      const step = await running.next();
      if ('stream' in step) return { value: { stream: step.stream }, bytes: step.bytes };
      // The exit is the last thing there is to know: the handle is free again. What the program left behind is
      // ended with the session.
      call.handles.forget(handle);
      return { value: step };
    }),
});

const kill = method('shell.kill', {
  parameters: z.strictObject({ handle: Handle }),
  async run(call, { handle }) {
    await call.handles.peek(program, handle)?.kill();
    return { value: null };
  },
});

export const shellMethods = [open, next, kill];
