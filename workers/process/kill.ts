import { type ActionRun, fail, type WorkerContext } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { outputOf, processOf, readProcesses } from './read-processes.ts';

type Kill = Actions['kill'];

const betweenLooksMs = 100;
/** What is asked to do something else than to end need not end. */
const ending = new Set(['TERM', 'KILL', 'INT', 'QUIT', 'HUP']);

export const kill: ActionRun<Kill['input'], Kill['output']> = async (
  { pid, signal, command, waitSeconds },
  context,
) => {
  if (pid === 1) return fail('invalid-input', 'Without the process 1 nothing runs on', { field: 'pid' });
  const found = await processOf(pid, context);
  // A number is given anew when its process has ended: the words say that the right one is meant.
  if (command !== undefined && !found.command.toLowerCase().includes(command.toLowerCase()))
    return fail('conflict', `The process ${pid} is another one now: ${found.command.slice(0, 200)}`, { pid });
  await outputOf('kill', ['-s', signal, String(pid)], context);
  const hasEnded = ending.has(signal) && (await ends(pid, found.command, waitSeconds, context));
  return { pid, command: found.command, signal, hasEnded };
};

async function ends(pid: number, command: string, seconds: number, context: WorkerContext): Promise<boolean> {
  const endsAt = context.now() + seconds * 1000;
  for (;;) {
    const there = (await readProcesses(context)).find((one) => one.pid === pid);
    // What nobody has asked about yet is listed as defunct after its end.
    if (!there || there.command !== command) return true;
    if (context.now() >= endsAt) return false;
    await context.sleep(betweenLooksMs);
  }
}
