import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import type { ModelCandidate } from './model-client.ts';
import { recordOf } from './model-records.ts';
import type { ModelSetup } from './model-setup.ts';
import type { ModelTarget } from './model-target.ts';
import type { LocalModels } from './local/local-models.ts';
import { createProviderClient } from './provider-client.ts';
import { placeOf } from './resolve-name.ts';
import { notingStanding, type Standings } from './standing.ts';
import type { Windows } from './windows.ts';

export type CandidateParts = {
  setup: () => ModelSetup;
  keyOf: (providerId: string, account: string) => string | undefined;
  standings: Standings;
  windows: Windows;
  local: LocalModels;
  firstByteLimitMs: (target: ModelTarget) => number;
  silentLimitMs: () => number;
  clock: Clock;
  logger: Logger;
};

/** What a model's server refuses is remembered by its client, so that each way to each model has one for as long as it is the same. */
export function createCandidates(parts: CandidateParts): (model: string, account: string) => ModelCandidate {
  const made = new Map<string, { target: string; candidate: ModelCandidate }>();
  return (name, account) => {
    const target = targetOf(parts, name, account);
    const [way, same] = [`${account} ${name}`, JSON.stringify(target)];
    const before = made.get(way);
    if (before?.target === same) return before.candidate;
    const { silentLimitMs, clock, logger, standings, windows } = parts;
    const firstByteLimitMs = parts.firstByteLimitMs(target);
    const client =
      target.kind === 'local'
        ? parts.local.client(target)
        : createProviderClient({ target, firstByteLimitMs, silentLimitMs, clock, logger, windows });
    const candidate = { model: name, account, client: notingStanding(client, name, standings) };
    made.set(way, { target: same, candidate });
    return candidate;
  };
}

/** All that a request to it by one account needs. */
export function targetOf(
  { setup, keyOf }: Pick<CandidateParts, 'setup' | 'keyOf'>,
  name: string,
  account: string,
): ModelTarget {
  const all = setup();
  const place = placeOf(all, name);
  if (!place) throw new Error(`${name} is routed to and is not set up`);
  const { id, kind, baseUrl, options } = place.provider;
  return {
    ...{ providerId: id, kind, baseUrl: baseUrl.replace(/\/+$/, ''), options, account, model: place.model },
    apiKey: keyOf(id, account),
    record: recordOf(all, name),
  };
}
