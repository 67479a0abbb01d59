import type { Worker } from '../../../contract/workers.ts';
import { isUndecided } from './use-undecided-workers.ts';
import { t } from '../../../words/words.ts';

export type WorkerKind = 'running' | 'trouble' | 'approval' | 'installed';

/** What a person looks for in a list of workers, besides words. */
export const workerKinds = (): Record<WorkerKind, { label: string; holds: (worker: Worker) => boolean }> => ({
  running: { label: t('Running'), holds: ({ state }) => state === 'running' || state === 'starting' },
  trouble: { label: t('In trouble'), holds: ({ state, circuit }) => state === 'failed' || circuit !== undefined },
  approval: { label: t('Needs approval'), holds: isUndecided },
  installed: { label: t('Installed'), holds: ({ origin }) => origin === 'installed' },
});

/** Without any chosen, all workers; else those that are one of them. */
export function isOfKind(worker: Worker, chosen: WorkerKind[]): boolean {
  return chosen.length === 0 || chosen.some((kind) => workerKinds()[kind].holds(worker));
}

/** By what a worker may ask for; `none` asks for nothing. */
export type WorkerCategory =
  | 'files'
  | 'net'
  | 'shell'
  | 'socket'
  | 'code'
  | 'secrets'
  | 'mcp'
  | 'screen'
  | 'camera'
  | 'none';

export const workerCategories = (): Record<WorkerCategory, string> => ({
  files: t('Files'),
  net: t('Network'),
  shell: t('Programs'),
  socket: t('Local services'),
  code: t('Written code'),
  secrets: t('Secrets'),
  mcp: t('MCP servers'),
  screen: t('The screen'),
  camera: t('The camera'),
  none: t('Asks for nothing'),
});

export function isInCategory({ manifest }: Worker, category: WorkerCategory | undefined): boolean {
  if (category === undefined) return true;
  const capabilities = manifest?.permissions.map(({ capability }) => capability.split('.')[0]) ?? [];
  return category === 'none' ? manifest !== undefined && capabilities.length === 0 : capabilities.includes(category);
}

/** Every word must occur somewhere in what a worker says of itself. */
export function matchesWorker(worker: Worker, query: string): boolean {
  const { manifest } = worker;
  const text = [
    worker.id,
    worker.state,
    worker.origin,
    worker.trust,
    manifest?.name,
    manifest?.description,
    manifest?.tier,
    ...(manifest?.permissions.map(({ capability }) => capability) ?? []),
    ...Object.entries(manifest?.actions ?? {}).flatMap(([name, action]) => [name, action.title, action.risk]),
  ];
  const searched = text.join(' ').toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => searched.includes(word));
}
