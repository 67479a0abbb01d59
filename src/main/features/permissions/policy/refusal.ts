import type { ErrorCode } from '../../../../contract/errors.ts';
import type { PermissionNeed } from '../../../../contract/permission-need.ts';
import type { PolicyLayer, Verdict } from '../../../../contract/policy.ts';
import { HeronError } from '../../../base/errors.ts';
import { deciding } from './decide.ts';

const codes: Partial<Record<PolicyLayer, ErrorCode>> = {
  undeclared: 'not-declared',
  'rate limits': 'limit-exceeded',
  attendance: 'permission-missing',
};

/** A denial as an error. None of its codes is one that trying again could help. */
export function refusalOf(verdict: Verdict, need?: PermissionNeed): HeronError {
  const reason = deciding(verdict);
  const code = (reason && codes[reason.layer]) ?? 'permission-denied';
  const { rule } = verdict;
  return new HeronError(code, reason?.text ?? `The policy denies it (${rule})`, { ...need, rule });
}
