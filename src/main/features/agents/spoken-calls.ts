import type { Json } from '../../../contract/json.ts';
import { isObject } from './mend-fields.ts';
import type { WrittenCall } from './read-call.ts';
import { readWritten } from './written-json.ts';

/** What Mistral's, Llama's and Phi's models put before their calls. */
const ownMarks = /^\s*(\[TOOL_CALLS\]|<\|python_tag\|>|functools(?=\s*\[))|<\|(eom_id|eot_id|im_end)\|>\s*$/g;

/**
 * Calls that a model without a way to call wrote into its text. Only a text that is nothing else counts: what it quotes from a page
 * must not become a call.
 */
export async function spokenCalls(text: string, isTool: (name: string) => boolean): Promise<WrittenCall[]> {
  const said = text
    .replace(/^[\s\S]*<\/think>/i, '')
    .replace(ownMarks, '')
    .trim();
  const blocks = [...said.matchAll(/<tool_call>\s*([\s\S]*?)\s*<\/tool_call>|(<function=[\s\S]*?<\/function>)/g)];
  const rest = blocks.reduce((left, [block]) => left.replace(block, ''), said);
  if (rest.trim() !== '' || blocks.length === 0) return blocks.length === 0 ? callAlone(said, isTool) : [];
  const calls = await Promise.all(blocks.map(([, inner, tagged]) => callIn(inner ?? tagged ?? '', isTool)));
  return calls.every((call) => call !== undefined) ? calls.map(numbered) : [];
}

/** One object, or a list of them. */
async function callAlone(said: string, isTool: (name: string) => boolean): Promise<WrittenCall[]> {
  if (!/^(```[a-z]*\s*)?[[{]/.test(said) || !/[}\]](\s*```)?$/.test(said)) return [];
  const read = (await readWritten(said))?.value;
  const all = (Array.isArray(read) ? read : [read]).map((each) => callOf(each, isTool));
  return all.every((call) => call !== undefined) ? all.map(numbered) : [];
}

type Unnumbered = Omit<WrittenCall, 'id'>;

function numbered(call: Unnumbered, index: number): WrittenCall {
  return { id: `said_${index + 1}`, ...call };
}

async function callIn(block: string, isTool: (name: string) => boolean): Promise<Unnumbered | undefined> {
  const tagged = /^<function=([\w.-]+)>\s*([\s\S]*?)\s*<\/function>$/.exec(block.trim());
  if (tagged) return ofTags(tagged[1] ?? '', tagged[2] ?? '', isTool);
  return callOf((await readWritten(block))?.value, isTool);
}

/** `{"name": …, "arguments": {…}}`, with other words for its fields, or inside of `{"type": "function", "function": …}`. */
function callOf(read: Json | undefined, isTool: (name: string) => boolean): Unnumbered | undefined {
  if (!isObject(read)) return undefined;
  if (isObject(read['function'])) return callOf(read['function'], isTool);
  const { name = read['function'] ?? read['tool'], arguments: given, parameters, input } = read;
  const own = given ?? parameters ?? input ?? read['args'];
  if (typeof name !== 'string' || own === undefined || !isTool(name)) return undefined;
  return { name, input: own, text: JSON.stringify(own) };
}

function ofTags(name: string, inner: string, isTool: (name: string) => boolean): Unnumbered | undefined {
  if (!isTool(name)) return undefined;
  const fields = [...inner.matchAll(/<parameter=([\w.-]+)>\n?([\s\S]*?)\n?<\/parameter>/g)];
  const input = Object.fromEntries(fields.map(([, field = '', value = '']): [string, Json] => [field, value]));
  return { name, input, text: JSON.stringify(input) };
}
