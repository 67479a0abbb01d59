import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Json } from '../../src/contract/json.ts';
import type { Tier } from '../../src/contract/manifest.ts';
import { HeronError } from '../../src/main/base/errors.ts';
import { containerObstacle } from '../../src/main/workers/hosts/containers/container-obstacle.ts';
import { findBubblewrap } from '../../src/main/workers/hosts/machine/sandbox.ts';
import { pictureOf, programsLeft, programsWith } from './afterwards.ts';
import { watchTurns } from '../../scripts/loop-turns.ts';
import { everyTier, type Ending, type SecurityCase } from './case.ts';
import { type Ground, startGround, type Surroundings } from './ground.ts';

const lacksBubblewrap = findBubblewrap() === undefined;

/**
 * Runs each case in each tier it names, in the best sandbox there is and, where it matters, without one; of the node
 * tier, where it matters, also in a container.
 */
export function runCases(cases: SecurityCase[]): void {
  for (const tier of everyTier) {
    const ofTier = cases.filter(({ tiers }) => tiers.includes(tier));
    const matters = ofTier.filter(({ surroundings }) => surroundings === 'both');
    runOn(tier, 'bubblewrap', lacksBubblewrap ? matters : ofTier);
    runOn(tier, 'bare', lacksBubblewrap ? ofTier : matters);
    if (tier === 'node') runOn(tier, 'container', matters);
  }
}

async function obstacleTo(surroundings: Surroundings): Promise<string | undefined> {
  if (surroundings === 'bubblewrap') return lacksBubblewrap ? 'bubblewrap is absent' : undefined;
  return surroundings === 'container' ? containerObstacle() : undefined;
}

function runOn(tier: Tier, surroundings: Surroundings, cases: SecurityCase[]): void {
  if (cases.length === 0) return;
  describe(`a hostile worker of the ${tier} tier, ${surroundings}`, () => {
    let ground: Ground | undefined;
    let obstacle: string | undefined;
    beforeAll(async () => {
      obstacle = await obstacleTo(surroundings);
      if (!obstacle) ground = await startGround(tier, surroundings, cases);
    }, 60_000);
    afterAll(async () => {
      if (!ground) return;
      await ground.close();
      expect(await programsLeft(ground.trial.folder)).toEqual([]);
    }, 60_000);

    for (const attack of cases) {
      test(`${attack.class}: ${attack.name}`, async (context) => {
        const { name, class: kind } = attack;
        context.task.meta.security = { name, class: kind, tier, surroundings, stallMs: 0 };
        const skip = obstacle ?? attack.skip;
        if (skip) return context.skip(skip);
        if (!ground) throw new Error('There is nothing to try it on, and no reason why');
        context.task.meta.security.stallMs = await runCase(ground, attack);
      });
    }
  });
}

/** Gives the longest stall of the engine's loop, which the report judges: a busy machine makes no escape of it. */
async function runCase(ground: Ground, attack: SecurityCase): Promise<number> {
  const place = await ground.enter();
  onTestFinished(async () => void (await ground.enter()));
  const value = (await attack.prepare?.(place)) ?? null;
  const before = pictureOf(ground.guarded);
  const { value: outcome, turns } = await watchTurns(() => outcomeOf(ground.call(attack, value)));
  expectEnding(outcome, attack.ends);
  await attack.afterwards?.(place);
  expect(await ground.answers(attack)).toBe(true);
  expect(pictureOf(ground.guarded)).toEqual(before);
  expect(programsWith(place.mark).length === 0 || (await programsLeft(place.mark)).length === 0).toBe(true);
  return Math.round(Math.max(...turns));
}

type Outcome = { gave: Json } | { failed: HeronError };

async function outcomeOf(call: Promise<Json>): Promise<Outcome> {
  try {
    return { gave: await call };
  } catch (error) {
    if (error instanceof HeronError) return { failed: error };
    throw error;
  }
}

/** What ends a call when worker code fails, or its process does. */
const ownFailures = ['worker-failed', 'worker-crashed', 'worker-unavailable'];

function expectEnding(outcome: Outcome, ending: Ending): void {
  if (Array.isArray(ending)) {
    const fits = ending.some((each) => {
      try {
        expectEnding(outcome, each);
        return true;
      } catch {
        return false;
      }
    });
    if (!fits) expect(outcome).toEqual({ oneOf: ending });
  } else if (ending === 'empty-handed') {
    if ('gave' in outcome) expect(outcome.gave).toBeNull();
    else {
      expect(ownFailures).toContain(outcome.failed.code);
      // An attempt with a slip of the pen would look like one that is held.
      expect(outcome.failed.message).not.toMatch(/is not defined|Unexpected|Invalid or unexpected|missing \)/);
    }
  } else if ('gives' in ending) {
    expect(outcome).toEqual({ gave: ending.gives });
  } else {
    const { code, rule, limit, message } = ending;
    expect(outcome).toMatchObject({
      failed: {
        code,
        ...(rule === undefined ? {} : { details: { rule } }),
        ...(limit === undefined ? {} : { details: { limit } }),
        ...(message === undefined ? {} : { message: expect.stringMatching(message) as string }),
      },
    });
  }
}
