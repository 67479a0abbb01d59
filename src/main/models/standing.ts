import type { ModelStanding } from '../../contract/models.ts';
import { HeronError } from '../base/errors.ts';
import type { ModelClient } from './model-client.ts';

/** How models did lately, kept over a restart. */
export type StandingStore = {
  read(): Record<string, ModelStanding>;
  write(model: string, standing: ModelStanding): void;
};

export type Standings = {
  of(model: string): ModelStanding | undefined;
  note(model: string, outcome: { isAnswer: boolean; firstPartMs?: number }): void;
};

/** Each of the first answers is written down; later every tenth, because a write waits for the disk and nothing hangs on one answer. */
const eachOfTheFirst = 10;

/** The newest answer counts for so much, and all before it for the rest. */
const newest = 0.2;

export function createStandings(store: StandingStore): Standings {
  const standings = new Map(Object.entries(store.read()));
  return {
    of: (model) => standings.get(model),
    note(model, { isAnswer, firstPartMs }) {
      const before = standings.get(model);
      const standing = {
        answers: (before?.answers ?? 0) + 1,
        success: mix(before?.success, isAnswer ? 1 : 0),
        firstPartMs: firstPartMs === undefined ? (before?.firstPartMs ?? 0) : mix(before?.firstPartMs, firstPartMs),
      };
      standings.set(model, standing);
      const { answers } = standing;
      if (answers <= eachOfTheFirst || answers % eachOfTheFirst === 0) store.write(model, standing);
    },
  };
}

function mix(before: number | undefined, now: number): number {
  return before === undefined ? now : before * (1 - newest) + now * newest;
}

/** Shares of success this close are taken as the same: then the faster goes first. */
const sameSuccess = 0.1;

/** The better first; one that was never asked comes before one that fails, and after one that does well. */
export function byStanding(standings: Standings) {
  const rank = (model: string): { success: number; firstPartMs: number } => {
    const { success = 0.9, firstPartMs = 1000 } = standings.of(model) ?? {};
    return { success: Math.round(success / sameSuccess), firstPartMs };
  };
  return (a: string, b: string): number => {
    const [one, other] = [rank(a), rank(b)];
    return other.success - one.success || one.firstPartMs - other.firstPartMs;
  };
}

/** Keeps the standing of a model at what its answers show. What the question or its account is to blame for says nothing of it. */
export function notingStanding(client: ModelClient, model: string, standings: Standings): ModelClient {
  return {
    async *stream(request) {
      try {
        for await (const part of client.stream(request)) {
          if (part.type === 'finish') standings.note(model, { isAnswer: true, firstPartMs: part.firstPartMs });
          yield part;
        }
      } catch (error) {
        if (!request.signal.aborted && isToBlame(error)) standings.note(model, { isAnswer: false });
        throw error;
      }
    },
  };
}

const ofTheQuestion = new Set<unknown>(['context-overflow', 'refused', 'key', 'billing']);

function isToBlame(error: unknown): boolean {
  if (!(error instanceof HeronError)) return false;
  return error.code === 'network' || error.code === 'timeout' || !ofTheQuestion.has(error.details?.['kind']);
}
