import { type ActionRun, fail } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';

export const start: ActionRun<Actions['start']['input'], Actions['start']['output']> = async (input, context) => {
  const { program, args, folder, name, maxSeconds, keep } = input;
  const started = await context.shell.run(program, args, {
    ...(folder === undefined ? {} : { cwd: folder }),
    ...(input.input === undefined ? {} : { input: input.input }),
    isDetachable: true,
    keepsInput: true,
  });
  const process = await started.detach({
    keep,
    ...(name === undefined ? {} : { name }),
    ...(maxSeconds === undefined ? {} : { maxMs: maxSeconds * 1000 }),
  });
  if (!process) return fail('worker-failed', `${program} ended before it could go on in the background`);
  return { id: process.id, name: process.name, pid: process.pid, endsAt: process.endsAt };
};
