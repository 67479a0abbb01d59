import type { ReplayProgress, ReplayReport } from '../../../contract/forks.ts';
import type { Watched } from './replaying.ts';

/** How far a replay is, as often as somebody takes it, and what came of it. Who stops taking ends the replay. */
export async function* followReplay(
  replay: (watched: Watched) => Promise<ReplayReport>,
  signal: AbortSignal | undefined,
): AsyncGenerator<ReplayProgress, void, void> {
  const stop = new AbortController();
  const ends = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  let latest = { events: 0, total: 0 };
  let news = Promise.withResolvers<void>();
  const work = replay({
    signal: ends,
    onProgress: (progress) => {
      latest = progress;
      news.resolve();
    },
  });
  try {
    for (;;) {
      const report = await Promise.race([work, news.promise]);
      if (report) return yield { ...latest, events: report.events, report };
      news = Promise.withResolvers();
      yield latest;
    }
  } finally {
    stop.abort();
    await work.catch(() => undefined);
  }
}
