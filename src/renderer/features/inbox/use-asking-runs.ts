import { useMemo } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { questionsOf } from '../../../contract/permission-questions.ts';
import type { PermissionRequest } from '../../../contract/permissions.ts';
import type { RunSummary } from '../../../contract/runs.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useNow } from '../../app/use-now.ts';
import { groupByRun } from '../permissions/requests.ts';
import { recentFailures } from './failures.ts';

/** A run and all that it asks: permissions, and steps that wait for a word. */
export type AskingRun = { runId: string; requests: PermissionRequest[]; steps: readonly string[] };

/** The run that has waited longest first; those that ask for a permission before the others, as their time may run out. */
export function useAskingRuns(): AskingRun[] {
  const { permissions, runs } = useHeron();
  const pending = useStore(permissions.state, (state) => state.pending);
  const blocked = useStore(
    runs.state,
    useShallow(({ summaries }) => Object.values(summaries).filter(({ asks }) => asks !== undefined)),
  );
  return useMemo(() => askingRuns(Object.values(pending), blocked), [pending, blocked]);
}

export function askingRuns(pending: PermissionRequest[], blocked: RunSummary[]): AskingRun[] {
  const stepsOf = new Map(blocked.map(({ id, asks = [] }) => [id, asks] as const));
  const asking = [...groupByRun(pending)].map(([runId, requests]) => ({
    runId,
    requests,
    steps: stepsOf.get(runId) ?? [],
  }));
  const known = new Set(asking.map(({ runId }) => runId));
  const others = blocked.filter(({ id }) => !known.has(id)).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return [...asking, ...others.map(({ id, asks = [] }) => ({ runId: id, requests: [], steps: asks }))];
}

/** As many as a person is asked: what is asked together counts once. */
export function countQuestions(runs: AskingRun[]): number {
  return runs.reduce((sum, { requests, steps }) => sum + questionsOf(requests).length + steps.length, 0);
}

/** Failed runs that nobody has looked at. */
export function useNewFailures(): RunSummary[] {
  const { failures, runs } = useHeron();
  const seen = useStore(failures.state, (state) => state.seen);
  const now = useNow(60_000, false);
  return useStore(
    runs.state,
    useShallow(({ summaries }) => recentFailures(summaries, now).filter(({ id }) => !seen.includes(id))),
  );
}
