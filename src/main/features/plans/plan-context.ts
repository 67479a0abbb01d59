import type { Attachment } from '../../../contract/blobs.ts';
import type { HistoryEntry } from '../../models/context/history-messages.ts';
import type { EarlierResult } from './rules/pronoun.ts';

/** What a sentence was said in. */
export type PlanContext = {
  baseFolder?: string | undefined;
  conversationId?: string | undefined;
  /** By voice: what the rules understand is not shown to a model. */
  origin?: 'voice' | undefined;
  /** The messages before it, oldest first. */
  history?: readonly HistoryEntry[];
  /** What the run before it gave, for "it"; called at most once. */
  earlierResults?: () => EarlierResult[];
  /** Files that came with the sentence. */
  attachments?: readonly Attachment[];
  /** Told the words of an answer as a model writes them; the whole comes as the proposal. */
  onWords?: ((text: string) => void) | undefined;
  /** Told what a model thinks before, where that is shown. */
  onThought?: ((text: string) => void) | undefined;
  signal?: AbortSignal | undefined;
};
