import { Hand } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { useHeron } from '../../app/heron-context.ts';
import type { Route } from '../../app/route.ts';
import { navigate } from '../../app/use-route.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { groupByRun } from './requests.ts';
import { plural, t } from '../../words/words.ts';

/** Leads to a run that waits for an answer somewhere else, or, of several, to the inbox. */
export function WaitingBar({ route }: { route: Route }) {
  const { permissions, runs } = useHeron();
  const pending = useStore(permissions.state, (state) => state.pending);
  const summaries = useStore(runs.state, (state) => state.summaries);
  const openRuns = useStore(runs.state, (state) => state.open);
  const elsewhere = [...groupByRun(Object.values(pending))].filter(([runId]) => {
    const conversationId = summaries[runId]?.conversationId;
    if (route.screen === 'timeline' && route.runId === runId) return false;
    if (route.screen === 'workflows' && openRuns[runId]?.run?.workflow?.id === route.workflowId) return false;
    return !(route.screen === 'chat' && conversationId !== undefined && route.conversationId === conversationId);
  });
  const [waiting] = elsewhere;
  if (!waiting || route.screen === 'inbox') return null;
  if (elsewhere.length > 1)
    return (
      <Bar target={{ screen: 'inbox' }}>
        {t('{{elsewhere}} runs wait for your permission.', { elsewhere: elsewhere.length })}
      </Bar>
    );
  const [runId, requests] = waiting;
  const summary = summaries[runId];
  const target: Route = summary?.conversationId
    ? { screen: 'chat', conversationId: summary.conversationId }
    : { screen: 'timeline', runId };
  return <Bar target={target}>{waitingText(summary?.title, requests.length)}</Bar>;
}

function waitingText(title: string | undefined, questions: number): string {
  const who = title === undefined ? t('A run') : t('“{{title}}”', { title });
  return plural(
    questions,
    {
      one: '{{who}} waits for your permission.',
      other: '{{who}} waits for your permission ({{count}} questions).',
    },
    { who },
  );
}

function Bar({ target, children }: { target: Route; children: ReactNode }) {
  return (
    <Notice
      shape="bar"
      tone="warning"
      icon={Hand}
      action={
        <Button size="sm" onClick={() => navigate(target)}>
          {t('Review')}
        </Button>
      }
    >
      {children}
    </Notice>
  );
}
