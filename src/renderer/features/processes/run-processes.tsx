import { useId } from 'react';
import { useStore } from 'zustand';
import { useHeron } from '../../app/heron-context.ts';
import { ProcessRows } from './process-rows.tsx';
import { t } from '../../../words/words.ts';

/** What a run started that goes on by itself; nothing where there is none. */
export function RunProcesses({ runId }: { runId: string }) {
  const { processes } = useHeron();
  const all = useStore(processes.state, (state) => state.processes);
  const id = useId();
  const own = all.filter((process) => process.runId === runId);
  if (own.length === 0) return null;
  return (
    <section aria-labelledby={id} className="border-t px-1 py-2">
      <h3 id={id} className="px-3 text-xs font-semibold text-muted">
        {t('In the background')}
      </h3>
      <ProcessRows label={t('Background processes of this run')} processes={own} />
    </section>
  );
}
