import type { Json } from '../../../contract/json.ts';
import { isObject } from './mend-fields.ts';
import type { WrittenCall } from './read-call.ts';
import { readWritten } from './written-json.ts';

/**
 * Calls that a model without a way to call wrote into its text. Only a text that is nothing else counts: what it quotes from a page
 * must not become a call.
 */
export async function spokenCalls(text: string, isTool: (name: string) => boolean): Promise<WrittenCall[]> {
  const said = text.replace(/^[\s\S]*<\/think>/i, '').trim();
  const blocks = [...said.matchAll(/<tool_call>\s*([\s\S]*?)\s*<\/tool_call>|(<function=[\s\S]*?<\/function>)/g)];
  const rest = blocks.reduce((left, [block]) => left.replace(block, ''), said);
  if (rest.trim() !== '' || blocks.length === 0) return blocks.length === 0 ? callAlone(said, isTool) : [];
  const calls = await Promise.all(blocks.map(([, inner, tagged]) => callIn(inner ?? tagged ?? '', isTool)));
  return calls.every((call) => call !== undefined) ? calls.map(numbered) : [];
}

async function callAlone(said: string, isTool: (name: string) => boolean): Promise<WrittenCall[]> {
  if (!/^(```[a-z]*\s*)?\{/.test(said) || !/\}(\s*```)?$/.test(said)) return [];
  const call = await callIn(said, isTool);
  return call ? [numbered(call, 0)] : [];
}

type Unnumbered = Omit<WrittenCall, 'id'>;

function numbered(call: Unnumbered, index: number): WrittenCall {
  return { id: `said_${index + 1}`, ...call };
}

async function callIn(block: string, isTool: (name: string) => boolean): Promise<Unnumbered | undefined> {
  const tagged = /^<function=([\w.-]+)>\s*([\s\S]*?)\s*<\/function>$/.exec(block.trim());
  if (tagged) return ofTags(tagged[1] ?? '', tagged[2] ?? '', isTool);
  const read = (await readWritten(block))?.value;
  if (!isObject(read)) return undefined;
  const { name, arguments: given, parameters, input } = read;
  const own = given ?? parameters ?? input;
  if (typeof name !== 'string' || own === undefined || !isTool(name)) return undefined;
  return { name, input: own, text: JSON.stringify(own) };
}

function ofTags(name: string, inner: string, isTool: (name: string) => boolean): Unnumbered | undefined {
  if (!isTool(name)) return undefined;
  const fields = [...inner.matchAll(/<parameter=([\w.-]+)>\n?([\s\S]*?)\n?<\/parameter>/g)];
  const input = Object.fromEntries(fields.map(([, field = '', value = '']): [string, Json] => [field, value]));
  return { name, input, text: JSON.stringify(input) };
}
