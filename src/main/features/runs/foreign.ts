import { createHash } from 'node:crypto';
import { idOfHash } from '../../base/ids.ts';
import type { OpenedRuns } from './opened-runs.ts';

const blobIds = /\bblb_[0-9A-HJKMNP-TV-Z]{26}\b/g;

/**
 * Whoever made a bundle may have written anything into it. Where something of a run that was opened becomes part of one of Heron's
 * own, a run it names is one that came with it, and a blob it names is none that is here. undefined for a run of Heron's own.
 */
export function foreignTo(runId: string, opened: OpenedRuns | undefined): (<Value>(value: Value) => Value) | undefined {
  if (!opened?.from(runId)) return undefined;
  const named = (other: unknown): unknown => (typeof other === 'string' ? opened.linkedRun(runId, other) : other);

  function walk(value: unknown): unknown {
    if (typeof value === 'string')
      return value.replace(blobIds, (id) => idOfHash('blb', createHash('sha256').update(`${runId} ${id}`).digest()));
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(walk);
    return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, fieldOf(key, field)]));
  }

  function fieldOf(key: string, field: unknown): unknown {
    if (key === 'keptFrom') return named(field);
    const inside = walk(field);
    const isPlace = key === '$items' || key === 'list';
    if (!isPlace || typeof inside !== 'object' || inside === null || !('run' in inside)) return inside;
    return { ...inside, run: named(inside.run) };
  }

  return <Value>(value: Value) => walk(value) as Value;
}
