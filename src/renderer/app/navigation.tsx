import {
  Activity,
  Blocks,
  Brain,
  CalendarClock,
  Inbox,
  LayoutDashboard,
  MessageSquare,
  Search,
  Settings,
  SquarePen,
  SquareTerminal,
  Workflow,
} from 'lucide-react';
import { useStore } from 'zustand';
import { ConversationList } from '../features/chat/conversation-list.tsx';
import { countQuestions, useAskingRuns, useNewFailures } from '../features/inbox/use-asking-runs.ts';
import { useServerQuestions } from '../features/mcp/use-server-questions.ts';
import { isRunning } from '../features/processes/store.ts';
import { MicButton } from '../features/voice/mic-button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { type NavItem, SidebarNav } from '../ui/sidebar-nav.tsx';
import { StatusDot } from '../ui/status-dot.tsx';
import { commandRoutes, useCommandKeys } from './command-keys.ts';
import { useHeron } from './heron-context.ts';
import type { Route, Screen } from './route.ts';
import { beginConversation } from './begin-conversation.ts';
import { goToScreen } from './use-route.ts';
import { useUndecidedWorkers } from '../features/workers/use-undecided-workers.ts';
import { plural, t } from '../../words/words.ts';

interface NavigationProps {
  route: Route;
  onOpenPalette: () => void;
}

export function Navigation({ route, onOpenPalette }: NavigationProps) {
  const { processes } = useHeron();
  const keys = useCommandKeys();
  const count = useInboxCount();
  const running = useStore(processes.state, (state) => state.processes.filter(isRunning).length);
  const items: NavItem<Screen>[] = [
    { id: 'chat', label: t('Chat'), icon: MessageSquare },
    { id: 'inbox', label: t('Inbox'), icon: Inbox, count },
    { id: 'timeline', label: t('Timeline'), icon: Activity },
    { id: 'workflows', label: t('Workflows'), icon: Workflow },
    { id: 'schedules', label: t('Schedules'), icon: CalendarClock },
    { id: 'memory', label: t('Memory'), icon: Brain },
    { id: 'workers', label: t('Workers'), icon: Blocks },
    {
      id: 'background',
      label: t('Background'),
      icon: SquareTerminal,
      count: { value: running, label: t('{{count}} running in the background', { count: running }) },
    },
    { id: 'dashboard', label: t('Dashboard'), icon: LayoutDashboard },
    { id: 'settings', label: t('Settings'), icon: Settings },
  ];
  return (
    <SidebarNav
      label={t('Main')}
      items={items}
      current={route.screen}
      onSelect={(id) =>
        goToScreen(Object.values(commandRoutes).find(({ screen }) => screen === id) ?? { screen: 'chat' })
      }
      header={
        <div className="flex items-center gap-1">
          <span className="min-w-0 flex-1 pl-1.5 text-sm font-semibold">Heron</span>
          <MicButton />
          <IconButton label={t('Search and commands')} keys={keys.palette} icon={Search} onClick={onOpenPalette} />
          <IconButton
            label={t('New conversation')}
            keys={keys.newConversation}
            icon={SquarePen}
            onClick={beginConversation}
          />
        </div>
      }
      footer={<Connection />}
    >
      <ConversationList currentId={route.screen === 'chat' ? route.conversationId : undefined} />
    </SidebarNav>
  );
}

/** What waits for a person, and what failed while nobody looked. */
function useInboxCount(): NonNullable<NavItem<Screen>['count']> {
  const waiting = countQuestions(useAskingRuns()) + useServerQuestions().length;
  const failed = useNewFailures().length;
  const workers = useUndecidedWorkers().length;
  const parts = [
    ...(waiting > 0 ? [plural(waiting, { one: '1 question waiting', other: '{{count}} questions waiting' })] : []),
    ...(failed > 0 ? [plural(failed, { one: '1 run failed', other: '{{count}} runs failed' })] : []),
    ...(workers > 0 ? [plural(workers, { one: '1 worker to look at', other: '{{count}} workers to look at' })] : []),
  ];
  return { value: waiting + failed + workers, label: parts.join(', ') };
}

function Connection() {
  const { engine } = useHeron();
  const phase = useStore(engine.state, (state) => state.gone ?? state.phase);
  const tone = {
    online: 'success',
    connecting: 'neutral',
    offline: 'warning',
    closed: 'warning',
    crashed: 'danger',
  } as const;
  const label = {
    ...{ online: t('Connected'), connecting: t('Connecting…'), offline: t('Reconnecting…') },
    ...{ closed: t('Heron was closed'), crashed: t('Heron has ended') },
  };
  return (
    <div className="px-2.5 py-1">
      <StatusDot tone={tone[phase]} label={label[phase]} />
    </div>
  );
}
