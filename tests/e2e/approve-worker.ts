import { setTimeout as delay } from 'node:timers/promises';
import type { EngineClient } from '../../src/main/gateway/engine-router.ts';

type Known = Awaited<ReturnType<EngineClient['workers']['list']>>[number];

const patienceMs = 60_000;

/** Put there by hand a worker waits for a yes; this one holds for its later changes too. Resolves when it can be called. */
export async function approveWorker(client: EngineClient, workerId: string): Promise<void> {
  const found = await untilKnown(client, workerId, ({ state, trust }) => state === 'refused' || trust === 'approved');
  if (found.state === 'refused') {
    const { hash } = await client.installs.inspect({ workerId });
    await client.installs.trust({ workerId, hash, isWatched: true });
  }
  await untilKnown(client, workerId, ({ state }) => state === 'idle');
}

async function untilKnown(client: EngineClient, workerId: string, isRight: (worker: Known) => boolean): Promise<Known> {
  for (const end = Date.now() + patienceMs; ; await delay(50)) {
    const found = (await client.workers.list({})).find(({ id }) => id === workerId);
    if (found && isRight(found)) return found;
    if (Date.now() > end) throw new Error(`${workerId} is not as it should be: ${JSON.stringify(found)}`);
  }
}
