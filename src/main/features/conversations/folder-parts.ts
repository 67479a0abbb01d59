import type { MemorySettings } from '../../../contract/memory.ts';
import type { ModelMessage } from '../../models/model-client.ts';
import type { FolderStore } from './folder-store.ts';

/** What folders need of the rest; absent where no conversation goes on from another. */
export type FolderParts = {
  store: FolderStore;
  settings: () => Pick<MemorySettings, 'continueTokens' | 'continueHours'>;
  /** What a model would be shown of a conversation, in tokens. */
  tokensOf: (conversationId: string, messages: readonly ModelMessage[]) => number;
  /** A summary of what was said, with one of what was said before. Errors: `unsupported` without a model, those of the model. */
  sumUp: (
    before: string | undefined,
    messages: readonly ModelMessage[],
    asker: { conversationId: string; signal: AbortSignal },
  ) => Promise<{ text: string; model: string }>;
  /** What conversations, or a folder, had read is what another begins with. */
  carryLabels: (to: string, from: readonly string[]) => void;
};
