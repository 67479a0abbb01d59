import { z } from 'zod';

/** What in the window has keys that a person can change. */
export const commandNames = [
  'palette',
  'newConversation',
  'chat',
  'inbox',
  'timeline',
  'workflows',
  'schedules',
  'memory',
  'workers',
  'background',
  'dashboard',
  'settings',
  'stop',
  'undo',
  'rename',
  'export',
  'model',
  'manner',
  'new-workflow',
  'new-schedule',
  'pause',
  'report',
  'talk',
] as const;
export const CommandName = z.enum(commandNames);
export type CommandName = z.infer<typeof CommandName>;

/** `Mod+Shift+K` or `Alt+V`; Mod is Command on a Mac and Control elsewhere. Empty: no keys. */
export const commandKeysForm = /^(?:(?:Mod\+(?:Alt\+)?|Alt\+)(?:Shift\+)?(?:[A-Z0-9]|F[1-9]|F1[0-2]|[,./;=[\]\\'-]))?$/;
export const CommandKeys = z.string().regex(commandKeysForm, 'expected keys like Mod+Shift+K or Alt+V, or nothing');

/** Those that somebody changed; the others have their usual keys. */
export const Shortcuts = z.partialRecord(CommandName, CommandKeys);
export type Shortcuts = z.infer<typeof Shortcuts>;

export const usualShortcuts: Record<CommandName, string> = {
  palette: 'Mod+K',
  newConversation: 'Mod+N',
  chat: 'Mod+1',
  inbox: 'Mod+2',
  timeline: 'Mod+3',
  workflows: 'Mod+4',
  schedules: 'Mod+9',
  memory: 'Mod+Shift+M',
  workers: 'Mod+5',
  background: 'Mod+6',
  dashboard: 'Mod+7',
  settings: 'Mod+8',
  talk: 'Alt+V',
  // Others would be what browsers or systems have already: whoever does it often chooses.
  ...{ stop: '', undo: '', rename: '', export: '', model: '', manner: '' },
  ...{ 'new-workflow': '', 'new-schedule': '', pause: '', report: '' },
};

export function keysOf(shortcuts: Shortcuts, name: CommandName): string {
  return shortcuts[name] ?? usualShortcuts[name];
}

/** The other command that has these keys. */
export function conflictOf(shortcuts: Shortcuts, name: CommandName, keys: string): CommandName | undefined {
  if (keys === '') return undefined;
  return commandNames.find((other) => other !== name && keysOf(shortcuts, other) === keys);
}

/** Two commands with the same keys; paths begin with `shortcuts`. */
export function shortcutIssues(shortcuts: Shortcuts): { path: string; message: string }[] {
  return commandNames.flatMap((name) => {
    const other = shortcuts[name] && conflictOf(shortcuts, name, shortcuts[name]);
    return other ? [{ path: `shortcuts.${name}`, message: `${shortcuts[name]} are the keys of ${other} already` }] : [];
  });
}
