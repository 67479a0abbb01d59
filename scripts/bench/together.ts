import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Task } from '../../src/contract/plan-task.ts';
import { createAccessTokens } from '../../src/main/gateway/access-tokens.ts';
import { createGateway } from '../../src/main/gateway/gateway.ts';
import { createRemoteEngine } from '../../src/main/headless/remote-engine.ts';
import { type Builder, createBuilder } from '../../src/renderer/features/workflows/builder-store.ts';
import { openBenchEngine } from './bench-engine.ts';
import { type Figure, figure, quantile } from './figure.ts';

const edits = 200;

/** From a change in one window to its being seen in another, through the gateway's socket and the database, beside a bare call there and back. */
export async function measureTogether(): Promise<Figure[]> {
  const bench = await openBenchEngine();
  const gateway = createGateway({
    router: bench.engine.handlers,
    tokens: createAccessTokens({ clock: Date.now, randomToken: () => randomBytes(32).toString('base64url') }),
    clock: Date.now,
    logger: bench.engine.logger,
    version: '0.1.0',
  });
  const socket = join(bench.folder, 'bench.sock');
  await gateway.listenOnSocket(socket);
  const remotes = [createRemoteEngine(socket), createRemoteEngine(socket)];
  try {
    const [client, otherClient] = await Promise.all(remotes.map((remote) => remote.client()));
    if (!client || !otherClient) throw new Error('two windows were opened');
    const figures: Figure[] = [];
    for (const steps of [10, 500]) {
      const tasks: Task[] = Array.from({ length: steps }, (_, index) => ({ id: `s${index}`, value: index }));
      const workflow = await client.workflows.create({ document: { version: 1, title: 'Together', tasks } });
      const [one, other] = [client, otherClient].map((each) =>
        createBuilder({
          ...{ client: each, subscribe: () => () => undefined, whenOnline: async () => undefined, workflow },
          ...{ unsent: { read: () => [], keep: () => undefined }, pauseMs: 0, checkAfterMs: 60_000 },
        }),
      );
      if (!one || !other) throw new Error('two windows were opened');
      const leave = [one.follow(), other.follow()];
      await edit(one, other, 'to begin with');
      const seen: number[] = [];
      const calls: number[] = [];
      for (let number = 0; number < edits; number += 1) {
        seen.push(await edit(one, other, `title ${number}`));
        const begun = performance.now();
        await client.events.readCursor({ consumer: 'bench' });
        calls.push(performance.now() - begun);
      }
      const name = `a change of ${steps} steps seen in another window`;
      const slowest = quantile(
        seen.toSorted((a, b) => a - b),
        0.99,
      );
      figures.push(
        figure(name, 'ms', seen, { floor: { name: 'a call', values: calls } }),
        figure(`${name}, p99`, 'ms', [slowest], { goal: { text: '≤ 100 ms', isMet: (value) => value <= 100 } }),
      );
      for (const end of leave) end();
    }
    return figures;
  } finally {
    for (const remote of remotes) remote.close();
    await gateway.close();
    await bench.close();
  }
}

/** Milliseconds. */
async function edit(one: Builder, other: Builder, title: string): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = other.state.subscribe(({ history }) => history.present.title === title && resolve());
  const begun = performance.now();
  one.edit((document) => ({ ...document, title }));
  await promise;
  const took = performance.now() - begun;
  stop();
  await one.flush();
  return took;
}
