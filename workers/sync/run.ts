import { type ActionRun, fail, type WorkerContext } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { sumOf } from './plan.ts';
import { planSync, type SyncPlan } from './plan-sync.ts';

type Run = Actions['run'];
type Copy = SyncPlan['copy'][number];

const smallUpToBytes = 64 * 1024;
const copiedTogether = 16;

export const run: ActionRun<Run['input'], Run['output']> = async (input, context) => {
  const { source, destination, maxRemoved } = input;
  const planned = await planSync(input, context);
  if (planned.remove.length > maxRemoved)
    fail('limit-exceeded', `${planned.remove.length} files and folders would be removed, more than ${maxRemoved}`, {
      field: 'maxRemoved',
    });
  const at = (name: string): string => `${destination}/${name}`;
  for (const { name } of planned.remove) await context.files.remove(at(name));
  await context.files.makeFolder(destination);
  for (const { name } of planned.make) await context.files.makeFolder(at(name));
  await copyAll(planned.copy, (copy) => copyOne(copy, `${source}/${copy.name}`, at(copy.name), context), context);
  return { source, destination, ...sumOf(planned) };
};

/** Until the last byte is there the old file stays, so that a copy that was cut off is made anew the next time. */
async function copyOne(copy: Copy, from: string, to: string, context: WorkerContext): Promise<void> {
  const { name, bytes, mode, modifiedAt } = copy;
  let read = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of context.files.read(from)) {
      context.signal.throwIfAborted();
      read += chunk.byteLength;
      yield chunk;
    }
    if (read !== bytes) fail('conflict', `${name} changed while it was copied; run it again`, { path: from });
  }
  await context.files.write(to, counted(), { overwrite: true, mode, modifiedAt });
}

/** Small files several at a time, because each waits for the disk. */
async function copyAll(copies: Copy[], copy: (one: Copy) => Promise<void>, context: WorkerContext): Promise<void> {
  const running = new Set<Promise<void>>();
  const total = copies.reduce((sum, { bytes }) => sum + bytes, 0);
  let failure: { error: unknown } | undefined;
  let [done, percent] = [0, 0];
  for (const one of copies) {
    if (failure || context.signal.aborted) break;
    const limit = one.bytes > smallUpToBytes ? 1 : copiedTogether;
    while (running.size >= limit) await Promise.race(running);
    const copying: Promise<void> = copy(one)
      .then(() => {
        const reached = Math.floor(((done += one.bytes) / Math.max(1, total)) * 100);
        if (reached > percent) context.progress({ percent: (percent = reached) });
      })
      .catch((error: unknown) => void (failure ??= { error }))
      .finally(() => running.delete(copying));
    running.add(copying);
  }
  // Nothing goes on behind the end of the call.
  await Promise.all(running);
  context.signal.throwIfAborted();
  if (failure) throw failure.error;
}
