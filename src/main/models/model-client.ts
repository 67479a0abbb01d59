import type { Json, JsonObject } from '../../contract/json.ts';
import type { ModelPurpose } from '../../contract/models.ts';

/** What is asked for: an alias (`fast`), a model by its name (`provider/model`), or what it is for, which the routing rules turn into one. */
export type ModelChoice = { named: string } | { purpose: ModelPurpose };

export type { ModelPurpose } from '../../contract/models.ts';

/** A picture is the bytes of a blob; a model without vision is never given one. */
export type ContentPart = { type: 'text'; text: string } | { type: 'image'; bytes: Uint8Array; mediaType: string };

export type ToolCall = { id: string; name: string; input: JsonObject };

/** Everything a model is shown. A call and its result belong together: who shortens a history keeps or drops both. */
export type ModelMessage = (
  | { role: 'user'; content: string | ContentPart[] }
  | { role: 'assistant'; text: string; calls?: ToolCall[] }
  | { role: 'tool'; callId: string; name: string; output: string; isError?: true }
) & {
  /** What it is known by in its history; one without is never put into fewer words. No model is shown it. */
  mark?: string;
  /** It stays as it is, however old. */
  isPinned?: true;
};

/** Whose history messages are: a conversation's, or that of an agent in a run. */
export type HistoryOf = { conversationId: string; path?: undefined } | { runId: string; path: string };

/** `input` is a JSON Schema of an object. */
export type ToolOffer = { name: string; description: string; input: JsonObject };

/** What spending is also counted by; what is not said of the last two is found out by the conversation and the run. */
export type RequestShares = { agent?: string; channel?: string; folder?: string };

export type ModelRequest = {
  choice: ModelChoice;
  instructions: string;
  messages: readonly ModelMessage[];
  tools?: readonly ToolOffer[];
  /** A JSON Schema the text of the answer has to fit, where the server can hold the model to it. */
  answerSchema?: JsonObject;
  maxOutputTokens?: number;
  /**
   * Has messages shortened that do not fit into the model's window; without it the request is asked as it is. `of`: where the
   * summary of what no longer fits is kept, for the next request of the same history.
   */
  context?: { of?: HistoryOf };
  /**
   * Says all but the messages in about so many tokens of Heron's estimate: the model that is asked has room for no more, or for more than
   * usual. Heeded where there is a `context`.
   */
  sized?: (tokens: number) => SizedRequest;
  /** Who it is for: what budgets, the choice of a conversation and events go by. */
  scope: {
    conversationId?: string;
    runId?: string;
    taskId?: string;
    /** Nobody waits for it. Found out where it is not said. */
    isBackground?: boolean;
    /** Of work in the background: it has waited for its room. */
    hasEntered?: true;
  } & RequestShares;
  signal: AbortSignal;
};

/** What of a request goes by the size of a window. */
export type SizedRequest = { instructions: string; answerSchema?: JsonObject; tools?: readonly ToolOffer[] };

/** Tokens as the provider counts them; money in US dollars, where the price is known. */
export type ModelUsage = { inputTokens: number; outputTokens: number; reasoningTokens: number; money?: number };

/** `cut`: the length limit was reached; a call in such an answer is never run. */
export type FinishReason = 'stop' | 'calls' | 'cut' | 'refused' | 'other';

/** An answer in the order it comes; ends with exactly one `finish`, or with an error. */
export type ModelPart =
  | { type: 'text'; text: string }
  | { type: 'reasoning'; text: string }
  /** Whole, as the model gave it: `input` may be no object and may break the schema. `text` is how it was written. */
  | { type: 'call'; id: string; name: string; input: Json | undefined; text: string }
  | { type: 'finish'; reason: FinishReason; usage: ModelUsage; model: string; firstPartMs: number; tookMs: number };

/** Why a provider said no, in `details.kind` of its error: it decides what is tried next. `details.retryAfterMs` is what it asked for. */
export const providerFaults = [
  'rate-limited',
  'overloaded',
  'key',
  'billing',
  'context-overflow',
  'unknown-model',
  'refused',
  'nonsense',
] as const;
export type ProviderFault = (typeof providerFaults)[number];

/**
 * The one way to a model. Errors (HeronError): `unsupported` when no model is set, `not-found` for an unknown name, `network`,
 * `timeout`, `provider` with a `ProviderFault` as `details.kind`, `limit-exceeded` when a budget is used up, and the signal's
 * reason when it is aborted.
 */
export type ModelClient = { stream(request: ModelRequest): AsyncIterable<ModelPart> };

/** One way to one model: by one account of one provider. */
export type ModelCandidate = {
  /** `provider/model`. */
  model: string;
  account: string;
  client: ModelClient;
};

/** Who could answer, the best first; never empty. Errors: `unsupported` when no model is set, `not-found` for an unknown name. */
export type FindCandidates = (request: ModelRequest) => Promise<readonly ModelCandidate[]>;
