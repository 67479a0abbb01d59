import { useEffect } from 'react';
import { useStore } from 'zustand';
import { isUnderWay } from '../features/runs/summaries.ts';
import { useHeron } from './heron-context.ts';
import type { Route } from './route.ts';
import { t } from '../../words/words.ts';

const names = (): Record<Route['screen'], string> => ({
  chat: t('Chat'),
  inbox: t('Inbox'),
  timeline: t('Timeline'),
  workflows: t('Workflows'),
  schedules: t('Schedules'),
  workers: t('Workers'),
  background: t('Background'),
  plan: t('Plan file'),
  memory: t('Memory'),
  dashboard: t('Dashboard'),
  settings: t('Settings'),
});

/** What goes on stands first: a narrow tab or task bar cuts off the end. */
export function titleOf(name: string, waiting: number, running: number): string {
  const activity = [
    waiting > 0 ? t('{{count}} waiting for you', { count: waiting }) : '',
    running > 0 ? t('{{count}} running', { count: running }) : '',
  ];
  return [...activity, name, 'Heron'].filter(Boolean).join(' · ');
}

export function useDocumentTitle(route: Route): void {
  const { chat, permissions, runs } = useHeron();
  const waiting = useStore(permissions.state, ({ pending }) => Object.keys(pending).length);
  const running = useStore(
    runs.state,
    ({ summaries }) => Object.values(summaries).filter(({ status }) => isUnderWay(status)).length,
  );
  const conversationId = route.screen === 'chat' ? route.conversationId : undefined;
  const conversation = useStore(chat.state, ({ conversations }) =>
    conversations.find(({ id }) => id === conversationId),
  );
  const title = titleOf(conversation?.title ?? names()[route.screen], waiting, running);
  useEffect(() => {
    document.title = title;
  }, [title]);
}
