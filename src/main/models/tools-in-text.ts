import type { ModelMessage, ModelRequest, ToolCall, ToolOffer } from './model-client.ts';

/**
 * The request for a model whose server takes no tools: what it may call stands in its instructions, and calls and their results are text.
 * The form is the one that most open models were trained with; who reads an answer finds the calls in it.
 */
export function withToolsInText(request: ModelRequest): ModelRequest {
  const { tools: _, ...rest } = request;
  const { tools = [], instructions, messages } = request;
  const told = tools.length === 0 ? instructions : `${instructions}\n\n${toolsText(tools)}`;
  return { ...rest, instructions: told, messages: joined(messages.map(inText)) };
}

function toolsText(tools: readonly ToolOffer[]): string {
  const lines = tools.map(({ name, description, input }) => JSON.stringify({ name, description, parameters: input }));
  return `Tools
To call a tool answer with nothing but one block for each call, and wait for its result:
<tool_call>
{"name": "…", "arguments": {…}}
</tool_call>
The tools, one a line, with a JSON Schema of their arguments:
${lines.join('\n')}`;
}

function inText(message: ModelMessage): ModelMessage {
  if (message.role === 'user') return message;
  if (message.role === 'tool') {
    return { role: 'user', content: `<tool_response>\n${message.output}\n</tool_response>` };
  }
  const calls = (message.calls ?? []).map(callText);
  return { role: 'assistant', text: [message.text, ...calls].filter((text) => text !== '').join('\n') };
}

function callText({ name, input }: ToolCall): string {
  return `<tool_call>\n${JSON.stringify({ name, arguments: input })}\n</tool_call>`;
}

/** Templates of such models often refuse two messages of one side in a row. */
function joined(messages: readonly ModelMessage[]): ModelMessage[] {
  const all: ModelMessage[] = [];
  for (const message of messages) {
    const before = all.at(-1);
    if (message.role === 'user' && before?.role === 'user') all.splice(-1, 1, bothOf(before, message));
    else all.push(message);
  }
  return all;
}

type Said = Extract<ModelMessage, { role: 'user' }>;

function bothOf(one: Said, other: Said): ModelMessage {
  if (typeof one.content === 'string' && typeof other.content === 'string') {
    return { role: 'user', content: `${one.content}\n${other.content}` };
  }
  return { role: 'user', content: [one, other].flatMap(partsOf) };
}

function partsOf({ content }: Said) {
  return typeof content === 'string' ? [{ type: 'text' as const, text: content }] : content;
}
