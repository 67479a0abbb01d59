import { useCallback, useEffect, useState } from 'react';
import type { Payload } from '../../../contract/events.ts';
import type { LocalModels } from '../../../contract/local-models.ts';
import { useHeron } from '../../app/heron-context.ts';
import { type Query, useQuery } from '../../engine/use-query.ts';

export type DownloadProgress = Payload<'download.progressed'>;

/** The models for this machine, and how far those are that come now. */
export function useLocalModels(): Query<LocalModels> & { progress: Readonly<Record<string, DownloadProgress>> } {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.localModels.list({}), [engine]);
  const query = useQuery(engine.state, load);
  const [progress, setProgress] = useState<Record<string, DownloadProgress>>({});
  const { reload } = query;
  useEffect(
    () =>
      engine.subscribe((events) => {
        const told = events.filter((event) => event.type === 'download.progressed').map(({ payload }) => payload);
        if (told.length > 0) {
          setProgress((before) => ({ ...before, ...Object.fromEntries(told.map((one) => [one.modelId, one])) }));
        }
        const ended = events.flatMap((event) =>
          event.type === 'download.started' || !isOfDownloads(event) ? [] : [event.payload.modelId],
        );
        if (ended.length > 0) {
          setProgress((before) => Object.fromEntries(Object.entries(before).filter(([id]) => !ended.includes(id))));
        }
        if (events.some(isOfDownloads) || events.some(({ type }) => type === 'models.changed')) void reload();
      }),
    [engine, reload],
  );
  return { ...query, progress };
}

type DownloadEvent = Extract<
  Parameters<Parameters<ReturnType<typeof useHeron>['engine']['subscribe']>[0]>[0][number],
  {
    type: `download.${string}`;
  }
>;

/** What changes the list; progress does not. */
function isOfDownloads(event: { type: string }): event is Exclude<DownloadEvent, { type: 'download.progressed' }> {
  return event.type.startsWith('download.') && event.type !== 'download.progressed';
}
