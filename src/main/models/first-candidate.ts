import type { FindCandidates, ModelClient } from './model-client.ts';

/** Asks the best candidate, and nobody else. */
export function firstCandidate(findCandidates: FindCandidates): ModelClient {
  return {
    async *stream(request) {
      const [best] = await findCandidates(request);
      if (!best) throw new Error('There is always a candidate, or an error');
      yield* best.client.stream(request);
    },
  };
}
