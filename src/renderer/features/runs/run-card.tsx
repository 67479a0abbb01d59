import { ChevronDown, ChevronUp } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useStore } from 'zustand';
import type { RunSummary } from '../../../contract/runs.ts';
import { useHeron } from '../../app/heron-context.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { StepIcon } from '../../ui/step-icon.tsx';
import { Elapsed } from './elapsed.tsx';
import { OpenRun } from './open-run.tsx';
import { isUnderWay } from './summaries.ts';
import { runFacts } from './task-rows.ts';
import { t } from '../../../words/words.ts';

interface RunCardProps {
  runId: string;
  /** Earlier runs of a conversation stay folded until somebody wants to see them. */
  isOpenAtFirst: boolean;
}

/** A plan and what becomes of it. */
export function RunCard({ runId, isOpenAtFirst }: RunCardProps) {
  const { permissions, runs } = useHeron();
  const summary = useStore(runs.state, ({ summaries }) => summaries[runId]);
  const [choice, setChoice] = useState<boolean>();
  // A question is never folded away.
  const isAsking = useStore(permissions.state, ({ pending }) =>
    Object.values(pending).some((request) => request.runId === runId),
  );
  const isOpen = isAsking || (choice ?? (isOpenAtFirst || (summary !== undefined && isUnderWay(summary.status))));
  const toggle = (
    <IconButton
      size="sm"
      label={isOpen ? t('Fold plan') : t('Unfold plan')}
      icon={isOpen ? ChevronUp : ChevronDown}
      onClick={() => setChoice(!isOpen)}
    />
  );
  if (isOpen) return <OpenRun runId={runId} toggle={toggle} />;
  return summary ? <FoldedRun summary={summary} toggle={toggle} /> : null;
}

function FoldedRun({ summary, toggle }: { summary: RunSummary; toggle: ReactNode }) {
  return (
    <section
      aria-label={t('Plan: {{title}}', { title: summary.title })}
      className="flex items-center gap-2.5 rounded-lg border bg-raised py-2 pr-2 pl-3"
    >
      <StepIcon state={summary.status} />
      <h3 className="min-w-0 flex-1 truncate text-sm">{summary.title}</h3>
      <p className="shrink-0 text-xs text-muted max-sm:hidden">
        {runFacts(summary).slice(1).join(' · ')} · <Elapsed startedAt={summary.createdAt} endedAt={summary.endedAt} />
      </p>
      {toggle}
    </section>
  );
}
