import type { Suggestion, UsualFolder, Welcome } from '../../../contract/welcome.ts';
import type { EventLog } from '../../base/event-log.ts';
import { createInTurn } from '../../../contract/in-turn.ts';
import type { WelcomeStore } from './store.ts';
import { suggest } from './suggestion.ts';
import { usualFolders } from './usual-folders.ts';

export type WelcomeParts = {
  log: EventLog;
  store: WelcomeStore;
  homeFolder: string;
  environment: NodeJS.ProcessEnv;
  /** Names of the workers that a folder is allowed to. */
  readers: () => string[];
  isAllowed: (folder: string) => boolean;
  /** Folders that may be read without asking, the last allowed first. */
  allowedFolders: () => string[];
  mayWrite: (path: string) => boolean;
  canPlan: (sentence: string) => Promise<boolean>;
};

export type WelcomeService = {
  get(): Welcome;
  /** What is not named stays as it is; what changes nothing is no news. */
  move(change: { isOpen?: boolean | undefined; step?: Welcome['step'] | undefined }): Promise<Welcome>;
  folders(): { folders: UsualFolder[]; readers: string[] };
  suggestion(): Promise<Suggestion>;
};

const over: Welcome = { isOpen: false, step: 'heron' };

/**
 * To be called before anything happens in a data folder: one in which nothing has ever happened gets a first start, unless
 * `HERON_WELCOME` is `off`.
 */
export function noteFirstStart({ log, store, environment }: Pick<WelcomeParts, 'log' | 'store' | 'environment'>): void {
  const isFresh = log.lastSeq() === 0 && store.read() === undefined;
  if (isFresh && environment['HERON_WELCOME'] !== 'off') store.write({ isOpen: true, step: 'heron' });
}

export function createWelcome(parts: WelcomeParts): WelcomeService {
  const { log, store } = parts;
  const get = (): Welcome => store.read() ?? over;
  const inTurn = createInTurn();

  async function change({ isOpen, step }: Partial<Welcome>): Promise<Welcome> {
    const now = get();
    const next = { isOpen: isOpen ?? now.isOpen, step: step ?? now.step };
    if (next.isOpen === now.isOpen && next.step === now.step) return now;
    await log.append([{ type: 'welcome.moved', payload: next }], () => store.write(next));
    return next;
  }

  return {
    get,
    move: ({ isOpen, step }) =>
      inTurn(() => change({ ...(isOpen === undefined ? {} : { isOpen }), ...(step === undefined ? {} : { step }) })),
    folders: () => ({
      folders: usualFolders(parts).map((folder) => ({ ...folder, isAllowed: parts.isAllowed(folder.path) })),
      readers: parts.readers(),
    }),
    suggestion: () => suggest({ ...parts, allowed: parts.allowedFolders() }),
  };
}
