import type { ChatHistoryItem } from 'node-llama-cpp';
import type { ModelMessage } from '../../model-client.ts';
import type { LocalQuestion } from '../wire.ts';

type ModelItem = Extract<ChatHistoryItem, { type: 'model' }>;

/** A question in the library's words. The last item is the answer that is to be written; results stand with their calls. */
export function chatHistory({ instructions, messages }: LocalQuestion): ChatHistoryItem[] {
  const items: ChatHistoryItem[] = instructions === '' ? [] : [{ type: 'system', text: instructions }];
  const results = resultsIn(messages);
  for (const message of messages) {
    if (message.role === 'user') items.push({ type: 'user', text: textOf(message.content) });
    if (message.role === 'assistant') {
      const calls = (message.calls ?? []).map(({ id, name, input }) => ({
        ...{ type: 'functionCall' as const, name, params: input },
        result: results.get(id) ?? 'It was not done.',
      }));
      answerAtEnd(items).response.push(...(message.text === '' ? [] : [message.text]), ...calls);
    }
  }
  answerAtEnd(items);
  return items;
}

/** The answer under way: what comes after results goes on with it. */
function answerAtEnd(items: ChatHistoryItem[]): ModelItem {
  const last = items.at(-1);
  if (last?.type === 'model') return last;
  const item: ModelItem = { type: 'model', response: [] };
  items.push(item);
  return item;
}

function resultsIn(messages: readonly ModelMessage[]): Map<string, string> {
  return new Map(messages.flatMap((each) => (each.role === 'tool' ? [[each.callId, each.output]] : [])));
}

function textOf(content: Extract<ModelMessage, { role: 'user' }>['content']): string {
  if (typeof content === 'string') return content;
  return content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
}
