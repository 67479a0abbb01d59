import type { Worker } from '../../../contract/workers.ts';

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
