import { isSensitive, type PermissionNeed } from '../../../contract/permission-need.ts';
import { HeronError } from '../../base/errors.ts';
import type { Authorize, Refuse } from './access.ts';
import { isWithin } from './paths/path-rules.ts';

export type RecordedAccess = {
  operation: string;
  capability: PermissionNeed['capability'];
  target: string;
  detail?: string;
  decision: 'allowed' | 'denied';
  /** The rule that refused, if it was one that no grant lifts. */
  rule?: string;
};

/** A permission service for tests: a list of what is allowed, and a record of what was asked. */
export function fakeAccess(
  allowed: PermissionNeed[],
  meanwhile: () => void = () => undefined,
): {
  authorize: Authorize;
  refuse: Refuse;
  record: RecordedAccess[];
} {
  const record: RecordedAccess[] = [];

  /** An entry that is `exact` allows a program whatever it is told, unless it has a `detail`. */
  const isCommand = (entry: PermissionNeed, need: PermissionNeed): boolean =>
    entry.detail === undefined ? need.exact !== true || entry.exact === true : entry.detail === need.detail;

  const covers = (entry: PermissionNeed, need: PermissionNeed): boolean => {
    if (entry.capability !== need.capability) return false;
    if (isSensitive(need)) return need.target === entry.target;
    if (entry.capability.startsWith('files.')) return isWithin(need.target, entry.target);
    return need.target === entry.target && isCommand(entry, need);
  };

  const authorize: Authorize = async ({ operation, need }) => {
    await Promise.resolve();
    meanwhile();
    const isAllowed = allowed.some((entry) => covers(entry, need));
    const rule = isSensitive(need) && !isAllowed ? { rule: 'sensitive file' } : {};
    record.push({ operation, ...need, decision: isAllowed ? 'allowed' : 'denied', ...rule });
    if (isAllowed) return;
    throw new HeronError('permission-denied', `${need.capability} of ${need.target} is not allowed`, rule);
  };

  const refuse: Refuse = ({ operation, need }, rule, message) => {
    record.push({ operation, ...need, decision: 'denied', rule });
    throw new HeronError('permission-denied', message, { ...need, rule });
  };

  return { authorize, refuse, record };
}
