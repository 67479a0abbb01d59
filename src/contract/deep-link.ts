import { ProcessId, RunId, WorkerId, WorkflowId } from './ids.ts';

const settingsTabs = [
  ...['general', 'models', 'spending', 'manner', 'prompts', 'permissions', 'secrets', 'mcp', 'work', 'data'],
  ...['voice', 'eyes', 'webhooks', 'keys', 'logs'],
];
const runParts = ['graph', 'files', 'events'];

/** What may follow a screen's name, and what may follow that. */
const screens: Record<string, { id?: (text: string) => boolean; part?: string[] }> = {
  ask: {},
  chat: {},
  inbox: {},
  timeline: { id: (text) => RunId.safeParse(text).success, part: runParts },
  workers: { id: (text) => WorkerId.safeParse(text).success },
  workflows: { id: (text) => WorkflowId.safeParse(text).success },
  schedules: {},
  memory: {},
  dashboard: {},
  background: { id: (text) => ProcessId.safeParse(text).success },
  settings: { id: (text) => settingsTabs.includes(text) },
};

const linkForm = /^heron:\/\/([a-z]{1,20})(?:\/([A-Za-z0-9_-]{1,64})(?:\/([a-z]{1,20}))?)?\/?$/;

/**
 * The place in the page that a link like `heron://timeline/run_…` names; undefined for everything else. A link comes from
 * anywhere, so it can open a screen and nothing more: no text for the composer, no answer, no file.
 */
export function placeOfLink(link: string): string | undefined {
  const [, name = '', id, part] = linkForm.exec(link) ?? [];
  const screen = Object.hasOwn(screens, name) ? screens[name] : undefined;
  if (!screen) return undefined;
  if (id !== undefined && !screen.id?.(id)) return undefined;
  if (part !== undefined && !screen.part?.includes(part)) return undefined;
  return `#/${[name, id, part].filter((each) => each !== undefined).join('/')}`;
}
