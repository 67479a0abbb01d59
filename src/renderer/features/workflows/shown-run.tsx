import { lazy, Suspense, useEffect } from 'react';
import type { Run } from '../../../contract/runs.ts';
import { useRun } from '../runs/use-run.ts';
import type { Builder } from './builder-store.ts';
import { useBuilderState } from './builder-context.ts';
import { type StepStates, useStepStates } from './step-states.ts';

/** Seldom wanted, and much of the timeline comes with it. */
const RunInTime = lazy(async () => {
  const { RunInTime: view } = await import('./run-in-time.tsx');
  return { default: view };
});

interface ShownRunProps {
  runId: string;
  builder: Builder;
  onStates: (states: StepStates) => void;
}

/** Follows the run, or goes back in it, and tells what is drawn of it. When it begins to ask, it is shown. */
export function ShownRun({ runId, builder, onStates }: ShownRunProps) {
  const { entry, rows, pending } = useRun(runId);
  const isBack = useBuilderState((state) => state.isBack);
  const states = useStepStates(entry?.run, rows);
  const isAsking = pending.length > 0 || rows.some(({ step }) => step === 'blocked' || step === 'uncertain');
  useEffect(() => {
    if (!isBack) onStates(states);
  }, [isBack, states, onStates]);
  useEffect(() => {
    if (isAsking) builder.show('run');
  }, [isAsking, builder]);
  return isBack && entry?.run ? <Back run={entry.run} {...{ builder, onStates }} /> : null;
}

function Back({ run, builder, onStates }: Omit<ShownRunProps, 'runId'> & { run: Run }) {
  return (
    <Suspense fallback={null}>
      <RunInTime run={run} onStates={onStates} onEnd={() => builder.goBack(false)} />
    </Suspense>
  );
}
