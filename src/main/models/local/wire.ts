import type { Failure } from '../../../contract/errors.ts';
import type { ModelPart, ModelRequest } from '../model-client.ts';

/** A model file, and how it is loaded. */
export type LocalSetup = {
  path: string;
  /** Tokens that its window holds; less where it was trained with less. */
  contextTokens: number;
  /** Tokens that are worked through at a time. */
  batchTokens?: number | undefined;
  threads?: number | undefined;
  /** How the keys and values of the cache are kept. */
  cacheType?: 'F16' | 'Q8_0' | 'Q4_0' | undefined;
};

export type LocalQuestion = Pick<
  ModelRequest,
  'instructions' | 'messages' | 'tools' | 'answerSchema' | 'maxOutputTokens'
> & { isDeterministic: boolean };

export type ToInference =
  | { kind: 'ask'; id: number; setup: LocalSetup; question: LocalQuestion; name: string }
  | { kind: 'cancel'; id: number };

export type FromInference =
  | { kind: 'part'; id: number; part: ModelPart }
  | { kind: 'end'; id: number }
  | { kind: 'failed'; id: number; failure: Failure };
