import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { Worker } from '../../../contract/workers.ts';
import { useHeron } from '../../app/heron-context.ts';

/** Refused until somebody says yes, not by a rule. */
export function isUndecided({ state, trust }: Worker): boolean {
  return state === 'refused' && trust !== 'denied';
}

/** They wait for a person, and so does every plan that needs them. */
export function useUndecidedWorkers(): Worker[] {
  const { workers } = useHeron();
  return useStore(
    workers.state,
    useShallow(({ workers: list }) => list.filter(isUndecided)),
  );
}
