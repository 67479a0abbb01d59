import { implement } from '@orpc/server';
import type { Checkpoint } from '../../../contract/context.ts';
import { contract } from '../../../contract/index.ts';

const api = implement(contract.context);

/** Errors: `not-found` for a conversation or a summary that is not there. */
export type ContextCalls = {
  checkpoints(conversationId: string): Checkpoint[];
  compact(conversationId: string, signal: AbortSignal): Promise<{ checkpoint?: Checkpoint; because?: string }>;
  restore(conversationId: string, checkpointId: string): Promise<string[]>;
};

export function contextHandlers(calls: ContextCalls) {
  return {
    checkpoints: api.checkpoints.handler(({ input }) => calls.checkpoints(input.conversationId)),
    compact: api.compact.handler(({ input, signal = new AbortController().signal }) =>
      calls.compact(input.conversationId, signal),
    ),
    restore: api.restore.handler(async ({ input }) => ({
      checkpointIds: await calls.restore(input.conversationId, input.checkpointId),
    })),
  };
}
