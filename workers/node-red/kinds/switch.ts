import { isFields, type Kind, type Message, NodeFailure, type NodeRun, textOf, wordsOf } from '../node.ts';
import { calculate, evaluate } from '../typed-values.ts';

type Rule = { t?: string; v?: unknown; vt?: string; v2?: unknown; v2t?: string; case?: boolean };
type Compare = (value: never, wanted: never, second: never, rule: Rule) => boolean;

const size = (value: unknown): number =>
  typeof value === 'string' || Array.isArray(value) ? value.length : isFields(value) ? Object.keys(value).length : -1;
const between = (value: unknown, a: unknown, b: unknown): boolean => {
  const [number, low, high] = [value, a, b].map((one) => Number(one)) as [number, number, number];
  return (number >= low && number <= high) || (number >= high && number <= low);
};

/** The language's own comparisons, which take a text of a number for the number. */
const comparisons: Record<string, Compare> = {
  // oxlint-disable-next-line eqeqeq -- as Node-RED compares
  eq: (a: unknown, b: unknown) => a == b,
  // oxlint-disable-next-line eqeqeq -- as Node-RED compares
  neq: (a: unknown, b: unknown) => a != b,
  lt: (a: number, b: number) => a < b,
  lte: (a: number, b: number) => a <= b,
  gt: (a: number, b: number) => a > b,
  gte: (a: number, b: number) => a >= b,
  btwn: between,
  cont: (a: unknown, b: unknown) => wordsOf(a).includes(wordsOf(b)),
  regex: (a: unknown, b: unknown, _: unknown, rule: Rule) =>
    new RegExp(wordsOf(b), rule.case === true ? 'i' : '').test(wordsOf(a)),
  true: (a: unknown) => a === true,
  false: (a: unknown) => a === false,
  null: (a: unknown) => a === undefined || a === null,
  nnull: (a: unknown) => a !== undefined && a !== null,
  empty: (a: unknown) => size(a) === 0,
  nempty: (a: unknown) => size(a) > 0,
  istype: (a: unknown, _: unknown, __: unknown, rule: Rule) => isOfType(a, rule),
  hask: (a: unknown, b: unknown) => typeof a === 'object' && a !== null && Object.hasOwn(a, wordsOf(b)),
};

function isOfType(value: unknown, { v, vt }: Rule): boolean {
  const type = typeof v === 'string' && v !== '' ? v : (vt ?? '');
  if (type === 'array') return Array.isArray(value);
  if (type === 'null') return value === null;
  if (type === 'buffer') return false;
  if (type === 'json') return isJson(wordsOf(value));
  return typeof value === type && !Array.isArray(value) && value !== null;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Switch: a message goes out wherever its property is as a rule says, or at the first of them. */
export const switchOver: Kind = async (run) => {
  const { node, messages } = run;
  const rules = (Array.isArray(node['rules']) ? node['rules'] : []) as Rule[];
  const outputs: Message[][] = rules.map(() => []);
  let previous: unknown = null;
  for (const message of messages) {
    try {
      const value = await evaluate(
        node['property'] ?? 'payload',
        textOf(node, 'propertyType', 'msg'),
        message,
        run,
      ).catch(asNothing(node));
      for (const at of await met(rules, value, { message, previous }, run)) outputs[at]?.push(message);
      previous = value;
    } catch (error) {
      run.failed(error, message);
    }
  }
  return outputs;
};

/** A path through what is not there is no value, and no failure. */
function asNothing(node: NodeRun['node']): (error: unknown) => unknown {
  return (error) => {
    if (textOf(node, 'propertyType', 'msg') === 'msg') return undefined;
    throw error;
  };
}

type At = { message: Message; previous: unknown };

async function met(rules: readonly Rule[], value: unknown, at: At, run: NodeRun): Promise<number[]> {
  const isFirstOnly = textOf(run.node, 'checkall', run.node['checkall'] === false ? 'false' : 'true') === 'false';
  const found: number[] = [];
  for (const [index, rule] of rules.entries()) {
    const isMet = rule.t === 'else' ? found.length === 0 : await holds(rule, value, at, run);
    if (!isMet) continue;
    found.push(index);
    if (isFirstOnly) break;
  }
  return found;
}

async function holds(rule: Rule, value: unknown, { message, previous }: At, run: NodeRun): Promise<boolean> {
  const given = async (one: unknown, type: string | undefined): Promise<unknown> =>
    type === 'prev' ? previous : evaluate(one, type ?? typeFor(one), message, run);
  const { t = 'eq' } = rule;
  if (t === 'jsonata_exp') return (await calculate(wordsOf(rule.v ?? ''), message, run)) === true;
  const parts = isFields(message['parts']) ? message['parts'] : {};
  const place = Number(parts['index']);
  if (['head', 'tail', 'index'].includes(t) && Number.isNaN(place))
    throw new NodeFailure('it is no message of a sequence');
  if (t === 'head') return place < Number(await given(rule.v, rule.vt));
  if (t === 'tail')
    return place >= Number(parts['count'] ?? run.messages.length) - Number(await given(rule.v, rule.vt));
  if (t === 'index') return between(place, await given(rule.v, rule.vt), await given(rule.v2, rule.v2t));
  const needsNone = ['true', 'false', 'null', 'nnull', 'empty', 'nempty', 'istype'].includes(t);
  const wanted = needsNone ? undefined : await given(rule.v, rule.vt);
  const second = t === 'btwn' ? await given(rule.v2, rule.v2t) : undefined;
  return comparisons[t]?.(value as never, wanted as never, second as never, rule) ?? false;
}

/** Older files do not say: a number is meant wherever one stands. */
function typeFor(value: unknown): string {
  return typeof value === 'number' || (typeof value === 'string' && value.trim() !== '' && !Number.isNaN(Number(value)))
    ? 'num'
    : 'str';
}
