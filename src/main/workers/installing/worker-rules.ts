import type { WorkerRules } from '../../../contract/settings.ts';
import { matchesPattern } from '../../base/matches-pattern.ts';

/** The rule that keeps a worker out, by its id and where it is from; undefined when none does. Deny wins. */
export function ruleAgainst(rules: WorkerRules, workerId: string | undefined, location: string): string | undefined {
  const subjects = workerId === undefined ? [location] : [workerId, location];
  const matches = (pattern: string): boolean => subjects.some((subject) => matchesPattern(pattern, subject));
  const denied = rules.deny.find(matches);
  if (denied !== undefined) return `the settings deny ${denied}`;
  if (rules.allow.length === 0 || rules.allow.some(matches)) return undefined;
  return 'the settings allow other workers only';
}
