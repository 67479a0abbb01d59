import { useMemo } from 'react';
import type { Run } from '../../../contract/runs.ts';
import type { StepState } from '../../ui/step-icon.tsx';
import type { TaskRow } from '../runs/task-rows.ts';

/** How the steps of the run that is shown are doing; those inside others are counted by the step around them. */
export type StepStates = {
  of: (place: string) => StepState | undefined;
  /** "3 of 10". */
  progressOf: (place: string) => string | undefined;
  /** It was not done: what it gives was pinned. */
  isPinned: (place: string) => boolean;
};

export const noStates: StepStates = { of: () => undefined, progressOf: () => undefined, isPinned: () => false };

/** A step that was done alone stands among values, which say nothing of the steps they stand for. */
export function useStepStates(run: Run | undefined, rows: readonly TaskRow[]): StepStates {
  return useMemo(() => {
    if (!run) return noStates;
    const part = run.workflow?.part;
    const only = part && 'only' in part ? part.only : undefined;
    const byId = new Map(
      rows.filter(({ task }) => only === undefined || task.id === only).map((row) => [row.task.id, row]),
    );
    return {
      isPinned: (place) => byId.get(place)?.isPinned === true,
      of: (place) => byId.get(place)?.step,
      progressOf: (place) => {
        const progress = byId.get(place)?.state.progress;
        return progress?.total === undefined ? undefined : `${progress.done} of ${progress.total}`;
      },
    };
  }, [run, rows]);
}
