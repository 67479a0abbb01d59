import { Hand } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { useHeron } from '../../app/heron-context.ts';
import type { Route } from '../../app/route.ts';
import { navigate } from '../../app/use-route.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { type AskingRun, countQuestions, useAskingRuns } from '../inbox/use-asking-runs.ts';
import { plural, t } from '../../../words/words.ts';

/** Leads to a run that waits for a person somewhere else, or, of several, to the inbox. */
export function WaitingBar({ route }: { route: Route }) {
  const { runs } = useHeron();
  const asking = useAskingRuns();
  const summaries = useStore(runs.state, (state) => state.summaries);
  const openRuns = useStore(runs.state, (state) => state.open);
  const elsewhere = asking.filter(({ runId }) => {
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
        {plural(elsewhere.length, { one: '1 run waits for you.', other: '{{count}} runs wait for you.' })}
      </Bar>
    );
  const summary = summaries[waiting.runId];
  const target: Route = summary?.conversationId
    ? { screen: 'chat', conversationId: summary.conversationId }
    : { screen: 'timeline', runId: waiting.runId };
  return <Bar target={target}>{waitingText(summary?.title, waiting)}</Bar>;
}

function waitingText(title: string | undefined, waiting: AskingRun): string {
  const who = title === undefined ? t('A run') : t('“{{title}}”', { title });
  const questions = countQuestions([waiting]);
  if (waiting.requests.length === 0)
    return plural(
      questions,
      { one: '{{who}} waits for your answer.', other: '{{who}} waits for your answer ({{count}} questions).' },
      { who },
    );
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
