import type { FailoverSettings } from '../../../contract/spending.ts';
import { matchesPattern } from '../../base/matches-pattern.ts';
import type { ModelCandidate } from '../model-client.ts';

/** What was seen of a way lately. */
export type SeenOfWay = {
  /** The account that last answered for this model, in this conversation or run. */
  isPinned: (candidate: ModelCandidate) => boolean;
  /** More than half of its last requests failed. */
  isAiling: (candidate: ModelCandidate) => boolean;
};

const usualPriority = 100;

/**
 * Who is asked, one after the other: by the chain, then model by model, each by all of its accounts; among these the pinned
 * one first and ailing ones last.
 */
export function orderCandidates(
  candidates: readonly ModelCandidate[],
  settings: FailoverSettings,
  { isPinned, isAiling }: SeenOfWay,
): ModelCandidate[] {
  const models = [...new Set(candidates.map(({ model }) => model))];
  const placed = candidates
    .filter((each) => rankIn(settings, each) !== undefined)
    .map((candidate, index) => ({
      candidate,
      keys: [
        rankIn(settings, candidate) ?? 0,
        models.indexOf(candidate.model),
        isPinned(candidate) ? 0 : 1,
        isAiling(candidate) ? 1 : 0,
        index,
      ],
    }))
    .toSorted((one, other) => compare(one.keys, other.keys))
    .map(({ candidate }) => candidate);
  return settings.chain === 'off' ? placed.slice(0, 1) : placed;
}

/** Undefined: it is never asked. */
function rankIn({ chain, region, onlyRegion, ways }: FailoverSettings, candidate: ModelCandidate): number | undefined {
  const way = ways.find(
    (each) => matchesPattern(each.model, candidate.model) && matchesPattern(each.account ?? '*', candidate.account),
  );
  if (chain === 'priority') return way?.priority ?? usualPriority;
  if (chain !== 'regional' || region === '') return 0;
  if (way?.region === region) return 0;
  if (onlyRegion) return undefined;
  return way?.region === undefined ? 1 : 2;
}

function compare(one: readonly number[], other: readonly number[]): number {
  const place = one.findIndex((key, index) => key !== other[index]);
  return place < 0 ? 0 : (one[place] ?? 0) - (other[place] ?? 0);
}
