import { createHash } from 'node:crypto';
import { canonicalJson } from '../../base/canonical-json.ts';
import type { Json } from '../../../contract/json.ts';
import type { ScheduleTime } from '../../../contract/time/schedule-time.ts';
import { HeronError } from '../../base/errors.ts';

export type PollTime = Extract<ScheduleTime, { kind: 'poll' }>;

/** A thing that a poll gave, and by what it is known again. */
export type Found = { item: Json; key: string };

export type EvaluateExpression = (source: string, names: Record<string, Json>) => Promise<Json | undefined>;

const mostItems = 10_000;

/** The things in what an action gave, each once. Errors: `invalid-input` for what the expressions make no list of. */
export async function readPoll(
  { items: itemsText, key: keyText }: PollTime,
  output: Json,
  evaluate: EvaluateExpression,
): Promise<Found[]> {
  const items = itemsText === undefined ? [output] : listOf(await evaluate(itemsText, { output }));
  if (items.length > mostItems) {
    const message = `It gave ${items.length} things; at most ${mostItems} can be told apart. Ask for fewer`;
    throw new HeronError('limit-exceeded', message);
  }
  const found = new Map<string, Found>();
  for (const item of items) {
    const known = keyText === undefined ? item : await evaluate(keyText, { item });
    if (known === undefined || known === null) {
      throw new HeronError('invalid-input', `time.key: “${keyText}” gives nothing for one of the things`);
    }
    const key = createHash('sha256').update(canonicalJson(known)).digest('base64url').slice(0, 22);
    if (!found.has(key)) found.set(key, { item, key });
  }
  return [...found.values()];
}

/** An expression gives one thing where there is one only, and nothing where there is none. */
function listOf(value: Json | undefined): Json[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}
