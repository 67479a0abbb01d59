import type { ContextCalls } from '../features/context/handlers.ts';
import type { ConversationService } from '../features/conversations/service.ts';
import { historyMessages } from '../models/context/history-messages.ts';
import type { ModelContext } from '../models/context/model-context.ts';

type Talk = { conversations: Pick<ConversationService, 'history'> };

/** What a person does about what models are shown. Asking for a summary waits for no turn: no step of any run is held up by it. */
export function openContext(context: ModelContext, { conversations }: Talk): ContextCalls {
  return {
    checkpoints(conversationId) {
      conversations.history(conversationId);
      return context.checkpoints(conversationId);
    },
    async compact(conversationId, signal) {
      const messages = historyMessages(conversations.history(conversationId));
      const request = {
        choice: { purpose: 'plan' as const },
        instructions: '',
        messages,
        scope: { conversationId },
        signal,
      };
      const done = await context.compact(conversationId, request);
      return done.checkpoint ? { checkpoint: done.checkpoint } : { because: done.why };
    },
    async restore(conversationId, checkpointId) {
      conversations.history(conversationId);
      return context.restore(conversationId, checkpointId);
    },
  };
}
