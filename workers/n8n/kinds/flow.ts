import { DateTime } from 'luxon';
import { dateTimeOf } from '../expressions/date-functions.ts';
import { isFields, type Item, type Kind, NodeFailure } from '../node.ts';

/** No Operation, and whatever else lets its items through. */
export const passOn: Kind = ({ items }) => [items.map((item, at) => ({ ...item, pairedItem: at }))];

/** A trigger: what the run was started with, or one empty item. */
export const begin: Kind = ({ given }) => {
  const items = given.filter(isFields).map((one, at): Item => ({
    json: isFields(one['json']) ? one['json'] : one,
    ...(isFields(one['json']) && isFields(one['binary']) ? { binary: one['binary'] } : {}),
    pairedItem: at,
  }));
  return [items.length > 0 ? items : [{ json: {}, pairedItem: 0 }]];
};

/** Stop and Error. */
export const stop: Kind = (run) => {
  if (run.text('errorType', 0, 'errorMessage') === 'errorMessage') throw new NodeFailure(run.text('errorMessage', 0));
  const given = run.parameter('errorObject', 0, '{}');
  const about: unknown = typeof given === 'string' ? JSON.parse(given) : given;
  const told = isFields(about) ? (about['message'] ?? about['description'] ?? about['error']) : undefined;
  throw new NodeFailure(typeof told === 'string' ? told : JSON.stringify(about));
};

/** Loop Over Items: each output is a batch, and the engine does the loop's body for each. */
export const batches: Kind = (run) => {
  const size = Math.max(1, run.number('batchSize', 0, 1));
  const made: Item[][] = [];
  for (let at = 0; at < run.items.length; at += size) {
    made.push(run.items.slice(at, at + size).map((item, index) => ({ ...item, pairedItem: at + index })));
  }
  return made;
};

type Turn = { came?: { output: number; result?: { outputs?: Item[][] } | null }[] };

/** Loop Over Items, afterwards: what came back in all turns, in their order. */
export const loopDone: Kind = ({ given, version }) => {
  const items = (given as (Turn | null)[]).flatMap((turn) =>
    (turn?.came ?? []).flatMap(({ output, result }) => result?.outputs?.[output] ?? []),
  );
  const done = items.map(({ pairedItem: _, ...item }) => item);
  return version >= 3 ? [done] : [[], done];
};

const unitMs: Record<string, number> = { seconds: 1000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 };

/** Wait: until when, as the one item of its output. The waiting itself is the engine's. */
export const until: Kind = (run) => {
  const resume = run.text('resume', 0, 'timeInterval');
  if (resume === 'specificTime') {
    const moment = dateTimeOf(run.parameter('dateTime', 0, '')).setZone(run.zone, { keepLocalTime: false });
    return [[{ json: { until: moment.toMillis() } }]];
  }
  const amount = run.number('amount', 0, run.version === 1 ? 1 : 5);
  const ms = amount * (unitMs[run.text('unit', 0, run.version === 1 ? 'hours' : 'seconds')] ?? 1000);
  if (!Number.isFinite(ms) || ms < 0) throw new NodeFailure('the time to wait is no number');
  return [[{ json: { until: DateTime.fromMillis(run.nowMs).plus(ms).toMillis() } }]];
};
