import { type PromptFileName, promptFileNames } from '../../contract/prompts.ts';

export const settingsTabs = [
  'general',
  'models',
  'spending',
  'manner',
  'prompts',
  'permissions',
  'secrets',
  'mcp',
  'work',
  'data',
  'voice',
  'eyes',
  'webhooks',
  'keys',
  'logs',
] as const;
export type SettingsTab = (typeof settingsTabs)[number];

/** Which part of a run the timeline shows. */
export type RunTab = 'waterfall' | 'graph' | 'files' | 'trace' | 'events';

export type Route =
  | { screen: 'chat'; conversationId?: string }
  | { screen: 'inbox' }
  | { screen: 'timeline'; runId?: string; tab?: RunTab }
  | { screen: 'workers'; workerId?: string }
  | { screen: 'background'; processId?: string }
  | { screen: 'plan'; openedId: string }
  | { screen: 'workflows'; workflowId?: string }
  | { screen: 'schedules'; scheduleId?: string }
  | { screen: 'memory'; file?: PromptFileName }
  | { screen: 'dashboard' }
  | { screen: 'settings'; tab?: SettingsTab };

export type Screen = Route['screen'];

const runTabs: RunTab[] = ['graph', 'files', 'trace', 'events'];

/** `#/timeline/run_…/graph` and so on; undefined for a hash that names no screen, like the skip link's. */
export function parseRoute(hash: string): Route | undefined {
  if (hash === '' || hash === '#' || hash === '#/') return { screen: 'chat' };
  if (!hash.startsWith('#/')) return undefined;
  const [screen, id, more] = hash.slice(2).split('/').map(decodeURIComponent);
  switch (screen) {
    case 'chat':
      return { screen, ...(id ? { conversationId: id } : {}) };
    case 'inbox':
      return { screen };
    case 'timeline': {
      const tab = runTabs.find((each) => each === more);
      return { screen, ...(id ? { runId: id } : {}), ...(id && tab ? { tab } : {}) };
    }
    case 'workers':
      return { screen, ...(id ? { workerId: id } : {}) };
    case 'workflows':
      return { screen, ...(id ? { workflowId: id } : {}) };
    case 'schedules':
      return { screen, ...(id ? { scheduleId: id } : {}) };
    case 'background':
      return { screen, ...(id ? { processId: id } : {}) };
    case 'plan':
      return id ? { screen, openedId: id } : { screen: 'chat' };
    case 'memory': {
      const file = promptFileNames.find((name) => name === id);
      return { screen, ...(file ? { file } : {}) };
    }
    case 'dashboard':
      return { screen };
    case 'settings': {
      const tab = settingsTabs.find((each) => each === id);
      return { screen, ...(tab ? { tab } : {}) };
    }
    default:
      return { screen: 'chat' };
  }
}

export function formatRoute(route: Route): string {
  switch (route.screen) {
    case 'chat':
      return join('chat', route.conversationId);
    case 'inbox':
      return join('inbox');
    case 'timeline':
      return join('timeline', route.runId, route.runId && route.tab !== 'waterfall' ? route.tab : undefined);
    case 'workers':
      return join('workers', route.workerId);
    case 'workflows':
      return join('workflows', route.workflowId);
    case 'schedules':
      return join('schedules', route.scheduleId);
    case 'background':
      return join('background', route.processId);
    case 'plan':
      return join('plan', route.openedId);
    case 'memory':
      return join('memory', route.file);
    case 'dashboard':
      return join('dashboard');
    case 'settings':
      return join('settings', route.tab);
  }
}

function join(...parts: (string | undefined)[]): string {
  return `#/${parts
    .filter((part) => part !== undefined)
    .map(encodeURIComponent)
    .join('/')}`;
}
