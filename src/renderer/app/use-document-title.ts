import { useEffect } from 'react';
import { useStore } from 'zustand';
import { isUnderWay } from '../features/runs/summaries.ts';
import { useHeron } from './heron-context.ts';
import type { Route } from './route.ts';

const names: Record<Route['screen'], string> = {
  chat: 'Chat',
  inbox: 'Inbox',
  timeline: 'Timeline',
  workflows: 'Workflows',
  schedules: 'Schedules',
  workers: 'Workers',
  background: 'Background',
  plan: 'Plan file',
  memory: 'Memory',
  dashboard: 'Dashboard',
  settings: 'Settings',
};

/** What goes on stands first: a narrow tab or task bar cuts off the end. */
export function titleOf(name: string, waiting: number, running: number): string {
  const activity = [waiting > 0 ? `${waiting} waiting for you` : '', running > 0 ? `${running} running` : ''];
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
  const title = titleOf(conversation?.title ?? names[route.screen], waiting, running);
  useEffect(() => {
    document.title = title;
  }, [title]);
}
