import type { ActionRun, WorkerContext } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { type Change, differences, ruled } from './differences.ts';
import { createFilter } from './filter.ts';
import { refuseOther, type Snapshot, takeSnapshot } from './snapshot.ts';

type Wait = Actions['wait'];
type Input = Wait['input'];

/** A look at ten thousand files takes a while; it shall not take all the time. */
const shareOfTime = 4;
const mostKept = 1000;

export const wait: ActionRun<Input, Wait['output']> = async (input, context) => {
  for await (const changes of batches(input, context)) {
    const [kept, truncated] = [changes.slice(0, mostKept), changes.length > mostKept];
    return { folder: input.folder, changes: kept, truncated, isTimeUp: false };
  }
  return { folder: input.folder, changes: [], truncated: false, isTimeUp: true };
};

export const follow: ActionRun<Actions['follow']['input'], Actions['follow']['output']> = async (input, context) => {
  const changes: Change[] = [];
  let total = 0;
  for await (const batch of batches(input, context)) {
    context.progress({ output: batch.slice(0, 100), text: `${(total += batch.length)} changes` });
    changes.push(...batch.slice(0, mostKept - changes.length));
  }
  return { folder: input.folder, changes, truncated: total > changes.length };
};

/** The changes, each time the folder has been quiet for `quietMs`; ends when the time is up. */
async function* batches(input: Input, context: WorkerContext): AsyncGenerator<Change[]> {
  const { folder, patterns, exclude, quietMs, seconds, everyMs } = input;
  await refuseOther(folder, context);
  const endsAt = context.now() + seconds * 1000;
  const filter = createFilter(patterns, exclude);
  const look = async (pauseMs: number): Promise<Snapshot> => {
    await context.sleep(Math.max(0, Math.min(pauseMs, endsAt - context.now())));
    const begun = context.now();
    const snapshot = await takeSnapshot(folder, filter, context);
    slowMs = (context.now() - begun) * shareOfTime;
    return snapshot;
  };
  let slowMs = 0;
  let known = await look(0);
  // Whoever changes something once the watch has begun must know that it has.
  context.progress({ text: `Watching ${known.size} files` });
  while (context.now() < endsAt) {
    let latest = await look(Math.max(everyMs, slowMs));
    if (differences(known, latest).length === 0) continue;
    // A file that is written in pieces, or put in another's place, is one change when it is done.
    for (let isQuiet = false; !isQuiet && context.now() < endsAt;) {
      const next = await look(Math.max(quietMs, slowMs));
      isQuiet = differences(latest, next).length === 0;
      latest = next;
    }
    const changes = ruled(differences(known, latest), input.rules);
    known = latest;
    if (changes.length > 0) yield changes;
  }
}
