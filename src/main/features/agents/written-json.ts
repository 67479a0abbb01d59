import type { Json } from '../../../contract/json.ts';

export type Read = { value: Json; repairs: string[] };

/**
 * Reads JSON as models really write it: in a fence, after some words, with single quotes or a comma too many. Undefined for what
 * cannot be read for sure; a text that ends in the middle never is, because it would become valid and wrong.
 */
export async function readWritten(text: string): Promise<Read | undefined> {
  const said = text.trim();
  const plain = parsed(said);
  if (plain !== undefined) return { value: plain, repairs: [] };
  const { jsonrepair } = await import('jsonrepair');
  for (const { candidate, repair } of candidatesIn(said)) {
    const value = parsed(candidate);
    if (value !== undefined && repair) return { value, repairs: [repair] };
    if (!/^[[{]/.test(candidate) || !isWhole(candidate)) continue;
    const mended = parsed(attempt(() => jsonrepair(candidate)) ?? '');
    if (mended === undefined || typeof mended !== 'object') continue;
    return { value: mended, repairs: [...(repair ? [repair] : []), 'its JSON was mended'] };
  }
  return undefined;
}

type Candidate = { candidate: string; repair?: string };

function candidatesIn(said: string): Candidate[] {
  const fenced = /```[a-z]*\s*\n?([\s\S]*?)\n?\s*```/i.exec(said)?.[1]?.trim();
  const open = said.search(/[[{]/);
  const close = Math.max(said.lastIndexOf('}'), said.lastIndexOf(']'));
  const braced = open >= 0 && close > open ? said.slice(open, close + 1) : undefined;
  return [
    ...(fenced ? [{ candidate: fenced, repair: 'it was taken out of a code fence' }] : []),
    ...(open > 0 && braced ? [] : [{ candidate: said }]),
    ...(braced && braced !== said && !fenced ? [{ candidate: braced, repair: 'words around it were left out' }] : []),
  ];
}

function parsed(text: string): Json | undefined {
  return attempt(() => JSON.parse(text) as Json);
}

function attempt<Result>(make: () => Result): Result | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

/** How many brackets may be missing at the end of what is otherwise said to the end. */
const mostMissing = 2;

/** Whether a text ends where a value ends: not in the middle of a string, a number or a list. */
export function isWhole(text: string): boolean {
  let quote: string | undefined;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? '';
    if (quote !== undefined) {
      if (sign === '\\') at += 1;
      else if (sign === quote) quote = undefined;
    } else if (sign === '"' || (sign === "'" && !/\w/.test(text[at - 1] ?? ''))) quote = sign;
    else if (sign === '{' || sign === '[') depth += 1;
    else if (sign === '}' || sign === ']') depth -= 1;
  }
  if (quote !== undefined || depth > mostMissing) return false;
  return depth <= 0 || /(["'\]}]|\b(true|false|null|True|False|None))\s*$/.test(text);
}
