import { useCallback, useEffect, useRef, useState } from 'react';
import type { Failure } from '../../../contract/errors.ts';
import type { AuditEntry } from '../../../contract/permissions.ts';
import { useHeron } from '../../app/heron-context.ts';
import { type AuditChoice, wantedLines } from './audit-choice.ts';
import { failureOf } from '../../engine/failure.ts';

const page = 50;

type Audit = { of?: string; entries: AuditEntry[]; hasMore: boolean; failure?: Failure };

/** The audit log, newest first, page by page. A new query or choice begins again. */
export function useAudit(query: string, choice: AuditChoice) {
  const { engine } = useHeron();
  const [audit, setAudit] = useState<Audit>({ entries: [], hasMore: false });
  const [isBusy, setIsBusy] = useState(false);
  const key = JSON.stringify([query, choice]);
  const latest = useRef(key);

  const ask = useCallback(
    async (before: AuditEntry[]) => {
      latest.current = key;
      const last = before.at(-1)?.seq;
      const filter = {
        limit: page,
        ...wantedLines(choice, query, Date.now()),
        ...(last === undefined ? {} : { before: last }),
      };
      const outcome = await engine.client.permissions.audit(filter).then(
        (found) => ({ entries: [...before, ...found], hasMore: found.length === page }),
        (error: unknown) => ({ entries: before, hasMore: before.length > 0, failure: failureOf(error) }),
      );
      if (latest.current === key) setAudit({ ...outcome, of: key });
    },
    [engine, query, choice, key],
  );
  useEffect(() => void ask([]), [ask]);

  const reload = async (before: AuditEntry[]): Promise<void> => {
    setIsBusy(true);
    await ask(before);
    setIsBusy(false);
  };
  return {
    ...audit,
    isRead: audit.of === key,
    isBusy,
    readMore: () => reload(audit.entries),
    refresh: () => reload([]),
  };
}
