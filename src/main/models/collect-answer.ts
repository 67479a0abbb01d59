import { withoutThinking } from './split-thinking.ts';
import type { ModelClient, ModelPart, ModelRequest } from './model-client.ts';

export type WholeAnswer = {
  text: string;
  reasoning: string;
  calls: Extract<ModelPart, { type: 'call' }>[];
  finish: Extract<ModelPart, { type: 'finish' }>;
};

/** Waits for a whole answer, and hands on its parts as they come. */
export async function collectAnswer(
  client: ModelClient,
  request: ModelRequest,
  onPart: (part: ModelPart) => void = () => undefined,
): Promise<WholeAnswer> {
  const answer: Omit<WholeAnswer, 'finish'> = { text: '', reasoning: '', calls: [] };
  for await (const part of client.stream(request)) {
    onPart(part);
    if (part.type === 'finish') return { ...answer, text: withoutThinking(answer.text), finish: part };
    if (part.type === 'call') answer.calls.push(part);
    else answer[part.type] += part.text;
  }
  throw new Error('An answer ended without a finish');
}
