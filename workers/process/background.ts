import type { ActionRun } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { findProcess } from './find-process.ts';

type Run<Name extends keyof Actions> = ActionRun<Actions[Name]['input'], Actions[Name]['output']>;

export const listBackground: Run<'listBackground'> = async ({ status }, context) => {
  const all = await context.processes.list();
  const wanted = all.filter((each) => status === 'all' || each.status === status);
  return {
    processes: wanted.map(({ pid: _, runId: __, taskId: ___, takesInput: ____, ...process }) => process),
  };
};

export const poll: Run<'poll'> = async ({ process: said, maxBytes }, context) => {
  const { id } = await findProcess(context, said);
  const news = await context.processes.poll(id, maxBytes);
  // How it stands is asked after what it said, so that nothing is missed of one that has ended.
  const { name, status, exitCode } = await findProcess(context, id);
  return { id, name, status, exitCode, ...news };
};

export const log: Run<'log'> = async ({ process: said, from, offset, maxBytes }, context) => {
  const { id, name } = await findProcess(context, said);
  return { id, name, ...(await context.processes.read(id, offset === undefined ? from : { offset }, maxBytes)) };
};

export const write: Run<'write'> = async ({ process: said, text, newline, end }, context) => {
  const { id, name } = await findProcess(context, said);
  await context.processes.write(id, newline ? `${text}\n` : text, { end });
  return { id, name };
};

export const signal: Run<'signal'> = async ({ process: said, signal: sent }, context) => {
  const { id, name } = await findProcess(context, said);
  await context.processes.signal(id, sent);
  return { id, name };
};

export const stop: Run<'stop'> = async ({ process: said, graceSeconds }, context) => {
  const found = await findProcess(context, said);
  const {
    id,
    name,
    exitCode,
    signal: endedBy,
  } = await context.processes.stop(found.id, {
    graceMs: graceSeconds * 1000,
  });
  return { id, name, exitCode, signal: endedBy };
};

export const clear: Run<'clear'> = async ({ process: said }, context) => {
  const id = said === undefined ? undefined : (await findProcess(context, said)).id;
  return { cleared: await context.processes.clear(id) };
};
