import type { Grant } from '../../../contract/permissions.ts';
import type { Clock } from '../../base/clock.ts';
import { toFailure } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import type { PermissionStore } from './store.ts';

export type LastUsesParts = { store: Pick<PermissionStore, 'noteUses'>; clock: Clock; logger: Logger };

export type LastUses = {
  /** Something was allowed by this rule just now; it need not be a grant. */
  note: (rule: string) => void;
  /** A grant with its last use, also the one that is not written down yet. */
  told: (grant: Grant) => Grant;
  close: () => void;
};

const writtenEveryMs = 5000;
const grantRule = /^grant (\S+)$/;

/**
 * When each grant last allowed something. Kept in memory and written down every few seconds: a worker may read a thousand
 * files a second, and the audit log has every one of them.
 */
export function createLastUses({ store, clock, logger }: LastUsesParts): LastUses {
  const known = new Map<string, number>();
  let unwritten = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;

  function write(): void {
    clearTimeout(timer);
    timer = undefined;
    if (unwritten.size === 0) return;
    const uses = unwritten;
    unwritten = new Map();
    try {
      store.noteUses(uses);
    } catch (error) {
      // A full disk or a locked database; the next write brings what is newer.
      unwritten = new Map([...uses, ...unwritten]);
      logger.warn('When permissions were last used could not be written down', toFailure(error));
    }
  }

  return {
    note(rule) {
      const id = grantRule.exec(rule)?.[1];
      if (id === undefined) return;
      const at = clock();
      known.set(id, at);
      unwritten.set(id, at);
      timer ??= setTimeout(write, writtenEveryMs).unref();
    },
    told: (grant) => {
      const at = known.get(grant.id);
      return at === undefined ? grant : { ...grant, usedAt: at };
    },
    close: write,
  };
}
