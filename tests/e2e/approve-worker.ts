import { expect, vi } from 'vitest';
import type { EngineClient } from '../../src/main/gateway/engine-router.ts';

const patience = { timeout: 20_000, interval: 50 };

/** Put there by hand a worker waits for a yes; this one holds for its later changes too. Resolves when it can be called. */
export async function approveWorker(client: EngineClient, workerId: string): Promise<void> {
  const known = async () => (await client.workers.list({})).find(({ id }) => id === workerId);
  await vi.waitFor(async () => expect((await known())?.trust).toMatch(/unapproved|approved/), patience);
  if ((await known())?.trust === 'unapproved') {
    const { hash } = await client.installs.inspect({ workerId });
    await client.installs.trust({ workerId, hash, isWatched: true });
  }
  await vi.waitFor(async () => expect((await known())?.state).toBe('idle'), patience);
}
