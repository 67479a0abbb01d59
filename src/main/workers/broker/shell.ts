import { strictObject } from '../../../contract/strict-object.ts';
import { tmpdir } from 'node:os';
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import type { ShownCommand } from '../../base/commands/command-line.ts';
import { shellNeed } from '../../base/commands/shell-need.ts';
import { HeronError } from '../../base/errors.ts';
import type { BrokerCall } from './broker-call.ts';
import { allowFile, namingPath } from './file-access.ts';
import type { HandleKind } from './handles.ts';
import { method } from './method.ts';
import { type AskForMore, givenVariables, type ModelUse, shownMore, shownVariables } from './models-for-programs.ts';
import { Handle, Path } from './parameters.ts';
import { canonicalPath } from './paths/canonical-path.ts';
import { inFolder } from './paths/pinned-folder.ts';
import { checkVariables, cleanEnvironment } from './programs/clean-environment.ts';
import { judgeCommand } from './programs/command-access.ts';
import { fileIdentity } from './programs/file-identity.ts';
import { type FoundProgram, findProgram } from './programs/find-program.ts';
import type { RunningProgram } from './programs/running-program.ts';

export const runningProgram: HandleKind<RunningProgram> = { label: 'program', close: (running) => running.close() };

const Argument = z
  .string()
  .max(131_072)
  .regex(/^[^\0]*$/, 'an argument cannot contain a zero byte');

const open = method('shell.open', {
  parameters: strictObject(() => ({
    program: z.string().min(1).max(8192),
    args: z.array(Argument).max(10_000),
    cwd: Path.nullable(),
    input: z.string().nullable(),
    environment: z.record(z.string().max(256), z.string().max(131_072)),
    isDetachable: z.boolean().optional(),
    keepsInput: z.boolean().optional(),
    models: strictObject(() => ({
      tokens: z.int().min(1).max(100_000_000),
      minutes: z.int().min(1).max(10_080),
    })).optional(),
  })),
  async run(call, parameters) {
    const { handle, thing } = await call.handles.open(runningProgram, () => start(call, parameters));
    return { value: { handle, pid: thing.pid } };
  },
});

type Wanted = {
  program: string;
  args: string[];
  cwd: string | null;
  input: string | null;
  environment: Record<string, string>;
  isDetachable?: boolean | undefined;
  keepsInput?: boolean | undefined;
  models?: ModelUse | undefined;
};

async function start(call: BrokerCall, wanted: Wanted): Promise<RunningProgram> {
  const operation = 'shell.open';
  const variables = checkVariables(wanted.environment);
  const { program, args, input, cwd, models } = wanted;
  const command = { program, args, cwd, input, variables };
  const shown = models ? { ...command, variables: [...variables, ...shownVariables(models)] } : command;
  const { found, environment } = await allowCommand(call, operation, shown, models !== undefined);
  const folder = await workingFolder(call, wanted.cwd);
  const askForMore: AskForMore = async (more) => {
    // What goes on without the call has nobody who could be asked for it.
    call.signal.throwIfAborted();
    await allowCommand(call, operation, { ...command, variables: [...variables, ...shownMore(more)] }, true);
  };
  const asking = models ? givenVariables(await call.openModels(call.scope.runId, models, askForMore)) : {};
  // What may go on without the call gets no secret: its handle stays a text without meaning.
  const filled = wanted.isDetachable ? Object.fromEntries(variables) : await call.secrets.fillVariables(command);
  return namingPath(folder, () =>
    inFolder(folder, async (pinned) => {
      call.signal.throwIfAborted();
      const { isDetachable = false, keepsInput = false } = wanted;
      const begun = {
        path: found.path,
        calledAs: found.calledAs,
        args,
        cwd: pinned.at('.'),
        cwdName: folder,
        environment: { ...environment, ...filled, ...asking },
        input,
        keepsInput,
      };
      return isDetachable ? call.programs.startDetachable(begun, command) : call.programs.start(begun);
    }),
  );
}

/** Resolves when the command may be run, or its program be given such input. `isExact`: by a yes to this very command alone. */
export async function allowCommand(
  call: BrokerCall,
  operation: 'shell.open' | 'processes.write',
  command: ShownCommand,
  isExact = false,
): Promise<{ found: FoundProgram; environment: Record<string, string> }> {
  const environment = cleanEnvironment(call.environment);
  const searchPath = environment['PATH'] ?? '';
  const found = await findFor(call, command, searchPath);
  const { need: judged, refusal: ruled, paths } = judgeCommand(call, command, { found, searchPath });
  const need = isExact ? { ...judged, exact: true } : judged;
  const refusal = secretInCommand(call, command) ?? ruled;
  if (refusal) call.access.refuse(operation, need, refusal);
  const asked = paths.map(fileIdentity);
  await call.access.allow(operation, need);
  const changed = paths.find((path, index) => fileIdentity(path) !== asked[index]);
  if (changed === undefined) return { found, environment };
  // An answer can take minutes, and is about the program that was there when it was asked.
  throw new HeronError('conflict', `${changed} is another program now than when it was asked about`, { path: changed });
}

/** Whether there is a program at some path is only for those who may start it. */
async function findFor(call: BrokerCall, command: ShownCommand, searchPath: string): Promise<FoundProgram> {
  try {
    return findProgram(command.program, searchPath);
  } catch (error) {
    if (isAbsolute(command.program)) await call.access.allow('shell.open', shellNeed(command).need);
    throw error;
  }
}

/** What starts a program stands where every program of this user can read it. */
function secretInCommand(
  { scrubber }: BrokerCall,
  command: ShownCommand,
): { rule: string; message: string } | undefined {
  const { program: name, args, cwd, input, variables } = command;
  const texts = [name, ...args, cwd ?? '', input ?? '', ...variables.flat()];
  const secret = texts.map((text) => scrubber.find(text)).find((found) => found !== undefined);
  if (secret === undefined) return undefined;
  return { rule: 'secret in a command', message: `The command holds the secret ${secret}; it is not run` };
}

/** A program that is not told where to work starts where nothing of the person's lies. */
function workingFolder(call: BrokerCall, cwd: string | null): Promise<string> {
  if (cwd === null) return canonicalPath(tmpdir());
  return allowFile(call, { operation: 'shell.open', capability: 'files.read', path: cwd, means: 'target' });
}

const next = method('shell.next', {
  parameters: strictObject(() => ({ handle: Handle })),
  run: (call, { handle }) =>
    call.handles.use(runningProgram, handle, async (running) => {
      const step = await running.next();
      if ('stream' in step) return { value: { stream: step.stream }, bytes: step.bytes };
      if ('detached' in step) return { value: step };
      // The exit is the last thing there is to know: the handle is free again. What the program left behind is
      // ended with the session.
      call.handles.forget(handle);
      return { value: step };
    }),
});

const kill = method('shell.kill', {
  parameters: strictObject(() => ({ handle: Handle })),
  async run(call, { handle }) {
    await call.handles.peek(runningProgram, handle)?.kill();
    return { value: null };
  },
});

export const shellMethods = [open, next, kill];
