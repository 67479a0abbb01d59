import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { Manifest } from '../../../contract/manifest.ts';
import { useHeron } from '../../app/heron-context.ts';

/** Of every worker that could be read. */
export function useManifests(): Manifest[] {
  const { workers } = useHeron();
  const list = useStore(workers.state, (state) => state.workers);
  return useMemo(() => list.flatMap(({ manifest }) => manifest ?? []), [list]);
}
