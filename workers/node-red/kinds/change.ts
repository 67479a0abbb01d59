import {
  copyOf,
  eachMessage,
  isOn,
  type Kind,
  type Message,
  type Node,
  type NodeRun,
  textOf,
  wordsOf,
} from '../node.ts';
import { evaluate, write } from '../typed-values.ts';

type Rule = {
  t?: string;
  p?: string;
  pt?: string;
  to?: unknown;
  tot?: string;
  from?: unknown;
  fromt?: string;
  dc?: boolean;
};

/** Change: sets, replaces, deletes and moves, one rule after the other. */
export const change: Kind = eachMessage(async (message, run) => {
  for (const rule of rulesOf(run.node)) await apply(rule, message, run);
  return message;
});

function rulesOf(node: Node): Rule[] {
  if (Array.isArray(node['rules'])) return (node['rules'] as Rule[]).map(written);
  const action = textOf(node, 'action');
  const rule: Rule = { t: action === 'replace' ? 'set' : action, p: textOf(node, 'property') };
  if (action === 'replace') return [written({ ...rule, to: node['to'] ?? '' })];
  if (action !== 'change') return [rule];
  return [{ ...rule, from: node['from'], fromt: isOn(node, 'reg') ? 're' : 'str', to: node['to'], tot: 'str' }];
}

/** What older files leave out: a value that begins with `msg.` is one of the message. */
function written(rule: Rule): Rule {
  if (rule.tot !== undefined || rule.t === 'delete') return rule;
  const text = typeof rule.to === 'string' ? rule.to : '';
  return text.startsWith('msg.') ? { ...rule, to: text.slice(4), tot: 'msg' } : { ...rule, tot: 'str' };
}

async function apply(rule: Rule, message: Message, run: NodeRun): Promise<void> {
  const { t = 'set', p = '', pt = 'msg' } = rule;
  if (t === 'delete') return write(p, pt, undefined, message, run);
  if (t === 'move') {
    const value = await orNothing(evaluate(p, pt, message, run));
    write(p, pt, undefined, message, run);
    return value === undefined ? undefined : write(wordsOf(rule.to ?? ''), rule.tot, value, message, run);
  }
  const to = await (rule.tot === 'msg'
    ? orNothing(evaluate(rule.to, rule.tot, message, run))
    : evaluate(rule.to, rule.tot, message, run));
  if (t === 'set') return write(p, pt, typeof to === 'object' ? copyOf(to) : to, message, run);
  const current = await orNothing(evaluate(p, pt, message, run));
  const changed = replaced(current, await evaluate(rule.from, rule.fromt, message, run), to, rule);
  if (changed !== undefined) write(p, pt, changed, message, run);
}

async function orNothing(work: Promise<unknown>): Promise<unknown> {
  try {
    return await work;
  } catch {
    return undefined;
  }
}

/** Nothing where it stays as it is. */
function replaced(current: unknown, from: unknown, to: unknown, { tot }: Rule): unknown {
  if (typeof current === 'number' || typeof current === 'boolean') {
    return current === from ? to : undefined;
  }
  if (typeof current !== 'string') return undefined;
  if (!(from instanceof RegExp) && current === asText(from)) return to;
  const pattern = from instanceof RegExp ? new RegExp(from.source, 'g') : new RegExp(escaped(wordsOf(from)), 'g');
  const made = current.replace(pattern, asText(to));
  return tot === 'bool' && made === wordsOf(to) ? to : made;
}

const escaped = (text: string): string => text.replaceAll(/[-/\\^$*+?.()|[\]{}]/g, String.raw`\$&`);
const asText = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : wordsOf(value));
