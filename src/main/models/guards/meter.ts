import type { ModelUse } from '../../../contract/spending.ts';
import type { Clock } from '../../base/clock.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { ModelCandidate, ModelPart, ModelRequest, ModelUsage } from '../model-client.ts';
import { noteThinking, noThinking, type ThinkingTime } from '../thinking.ts';
import { tokensOfRequest, tokensOfText } from './estimate-tokens.ts';
import { failureName } from './fault-of.ts';
import { type Limits, scopeOf } from './limits.ts';
import type { UsageStore } from './usage-store.ts';

export type MeterParts = { log: EventLog; store: UsageStore; limits: Limits; clock: Clock };

export type Meter = (
  candidate: ModelCandidate,
  request: ModelRequest,
  purpose: string,
) => AsyncGenerator<ModelPart, void>;

/** What was heard of an answer so far. */
type Heard = { text: string; firstPartMs?: number; usage?: ModelUsage; failure?: string; thinking: ThinkingTime };

/** Who counts the tokens and hides the words thinks until the first piece. */
function thinkingMsOf({ thinking, usage, firstPartMs = 0 }: Heard): number {
  if (thinking.ms > 0 || !usage?.reasoningTokens) return Math.round(thinking.ms);
  return Math.max(0, Math.round(firstPartMs));
}

/** Writes down what each request used before its end is told, and says when a limit comes near. */
export function createMeter(parts: MeterParts): Meter {
  const { log, store, limits, clock } = parts;

  async function write(use: ModelUse): Promise<void> {
    const scope = scopeOf(use);
    let neared: ReturnType<Limits['nearedBetween']> = [];
    await log.append([{ type: 'model.used', payload: use, scope }], () => {
      const before = limits.of(use);
      store.write(use);
      neared = limits.nearedBetween(before, limits.of(use));
    });
    if (neared.length > 0) {
      await log.append(neared.map((limit) => ({ type: 'model.limitNeared', payload: { limit }, scope })));
    }
  }

  return async function* metered(candidate, request, purpose) {
    const began = clock();
    const heard: Heard = { text: '', thinking: noThinking() };
    let isWritten = false;
    const end = async (): Promise<void> => {
      if (isWritten) return;
      isWritten = true;
      await write(useOf(candidate, request, purpose, heard, { began, now: clock() }));
    };
    try {
      for await (const part of candidate.client.stream(request)) {
        heard.firstPartMs ??= clock() - began;
        noteThinking(heard.thinking, part.type, clock());
        if (part.type === 'finish') {
          heard.usage = part.usage;
          await end();
        } else heard.text += part.text;
        yield part;
      }
    } catch (error) {
      heard.failure = request.signal.aborted ? 'cancelled' : failureName(error);
      throw error;
    } finally {
      // Nobody may have wanted the rest.
      if (heard.usage === undefined) heard.failure ??= 'cancelled';
      await end();
    }
  };
}

function useOf(
  { model, account }: ModelCandidate,
  request: ModelRequest,
  purpose: string,
  heard: Heard,
  { began, now }: { began: number; now: number },
): ModelUse {
  const { text, firstPartMs, usage, failure } = heard;
  const { conversationId, runId, taskId, agent, channel, folder } = request.scope;
  const thinkingMs = thinkingMsOf(heard);
  return {
    ...{ at: now, model, account, purpose, tookMs: Math.max(0, Math.round(now - began)) },
    ...(firstPartMs === undefined ? {} : { firstPartMs: Math.max(0, Math.round(firstPartMs)) }),
    ...(thinkingMs === 0 ? {} : { thinkingMs }),
    ...(usage && hasCounted(usage) ? counted(usage) : estimated(request, text, failure)),
    ...(failure === undefined ? {} : { failure }),
    ...(conversationId === undefined ? {} : { conversationId }),
    ...(runId === undefined ? {} : { runId }),
    ...(taskId === undefined ? {} : { taskId }),
    ...(agent === undefined ? {} : { agent }),
    ...(channel === undefined ? {} : { channel }),
    ...(folder === undefined ? {} : { folder }),
  };
}

/** A server on a machine of one's own may count nothing. */
function hasCounted({ inputTokens, outputTokens }: ModelUsage): boolean {
  return inputTokens + outputTokens > 0;
}

function counted({ inputTokens, outputTokens, reasoningTokens, money }: ModelUsage) {
  return { inputTokens, outputTokens, reasoningTokens, ...(money === undefined ? {} : { money }) };
}

/** A request that was refused used nothing; one that was cut off, or stopped, used about what it was seen to. */
function estimated(request: ModelRequest, text: string, failure: string | undefined) {
  if (text === '' && failure !== 'cancelled') return { inputTokens: 0, outputTokens: 0, reasoningTokens: 0 };
  return {
    ...{ inputTokens: tokensOfRequest(request), outputTokens: tokensOfText(text), reasoningTokens: 0 },
    isEstimate: true as const,
  };
}
