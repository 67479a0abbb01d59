import type { Json } from '../../contract/json.ts';
import type { FinishReason, ModelPart } from './model-client.ts';
import type { Generated, StreamPart } from './providers/provider-model.ts';
import { CutOff } from './provider-error.ts';
import { splitThinking } from './split-thinking.ts';

type Usage = Generated['usage'];
type Reason = Generated['finishReason']['unified'];

/** An answer so far, besides its parts. */
export type Reading = {
  /** What has come, in Heron's words. Errors: whatever the server put into its stream. */
  take(part: StreamPart): ModelPart[];
  /** Errors: `CutOff` when the answer has no end. */
  end(): { parts: ModelPart[]; reason: FinishReason; usage: Usage; reasoningCharacters: number };
};

export function readAnswer(): Reading {
  const thinking = splitThinking();
  let reasoningCharacters = 0;
  let hasCalls = false;
  let finished: { reason: Reason; usage: Usage } | undefined;

  function pieces(found: { type: 'text' | 'reasoning'; text: string }[]): ModelPart[] {
    for (const { type, text } of found) if (type === 'reasoning') reasoningCharacters += text.length;
    return found;
  }

  return {
    take(part) {
      switch (part.type) {
        case 'text-delta':
          return pieces(thinking.take(part.delta));
        case 'reasoning-delta':
          return part.delta === '' ? [] : pieces([{ type: 'reasoning', text: part.delta }]);
        case 'tool-call':
          hasCalls = true;
          return [callOf(part)];
        case 'finish':
          if (isEnd(part.finishReason)) finished = { reason: part.finishReason.unified, usage: part.usage };
          return [];
        case 'error':
          throw part.error;
        default:
          return [];
      }
    },
    end() {
      if (!finished) throw new CutOff();
      const reason = reasonOf(finished.reason, hasCalls);
      return { parts: pieces(thinking.end()), reason, usage: finished.usage, reasoningCharacters };
    },
  };
}

/** The library ends a stream that was cut, too: with a reason that no server gave. */
function isEnd({ unified, raw }: Generated['finishReason']): boolean {
  return raw !== undefined || !['error', 'interrupted', 'other'].includes(unified);
}

/** The parts of a whole answer, as a stream would have brought them. */
export function partsOf({ content, finishReason, usage }: Generated): StreamPart[] {
  const parts = content.flatMap((one): StreamPart[] => {
    if (one.type === 'text') return [{ type: 'text-delta', id: '0', delta: one.text }];
    if (one.type === 'reasoning') return [{ type: 'reasoning-delta', id: '0', delta: one.text }];
    return one.type === 'tool-call' ? [one] : [];
  });
  return [...parts, { type: 'finish', finishReason: { ...finishReason, raw: finishReason.raw ?? '' }, usage }];
}

function callOf({ toolCallId, toolName, input }: StreamPart & { type: 'tool-call' }): ModelPart {
  return { type: 'call', id: toolCallId, name: toolName, input: parsed(input), text: input };
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** Servers say "stop" after calls, too. */
function reasonOf(reason: Reason, hasCalls: boolean): FinishReason {
  if (reason === 'length') return 'cut';
  if (reason === 'content-filter') return 'refused';
  if (hasCalls && (reason === 'stop' || reason === 'tool-calls' || reason === 'other')) return 'calls';
  return reason === 'stop' ? 'stop' : 'other';
}
