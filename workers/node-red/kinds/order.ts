import { copyOf, type Fields, isFields, isOn, type Kind, type Message, type NodeRun, textOf } from '../node.ts';
import { getProperty, setProperty } from '../property.ts';
import { calculate } from '../typed-values.ts';

/** Sort: the list in a property, or the messages of a sequence. */
export const sort: Kind = async (run) => {
  const { node, messages } = run;
  if (textOf(node, 'targetType', 'msg') === 'seq') return [await sortSequences(run)];
  const made: Message[] = [];
  for (const message of messages) {
    try {
      const place = textOf(node, 'target', 'payload');
      const list = getProperty(message, place, message);
      if (!Array.isArray(list)) continue;
      const keyed = await Promise.all(
        list.map(async (one: unknown) => ({ one, key: await keyOf(one, run, 'msgKey', 'elem') })),
      );
      setProperty(message, place, inOrder(keyed, node), message);
      made.push(message);
    } catch (error) {
      run.failed(error, message);
    }
  }
  return [made];
};

async function sortSequences(run: NodeRun): Promise<Message[]> {
  const made: Message[] = [];
  const whole = run.messages.filter((message) => isFields(message['parts']));
  for (const list of Map.groupBy(whole, (message) => (message['parts'] as Fields)['id']).values()) {
    const keyed = await Promise.all(list.map(async (one) => ({ one, key: await keyOf(one, run, 'seqKey', 'msg') })));
    for (const [index, message] of inOrder(keyed, run.node).entries()) {
      made.push({ ...message, parts: { ...(message['parts'] as Fields), index } });
    }
  }
  return made;
}

function keyOf(one: unknown, run: NodeRun, name: string, otherwise: string): unknown {
  const type = textOf(run.node, `${name}Type`, otherwise);
  const place = textOf(run.node, name, 'payload');
  if (type === 'jsonata') return calculate(place, one, run);
  return type === 'elem' || !isFields(one) ? one : getProperty(one, place, one);
}

function inOrder<One>(keyed: { one: One; key: unknown }[], node: Fields): One[] {
  const isNumber = isOn(node, 'as_num');
  const read = (key: unknown): never => (isNumber ? Number(key) : key) as never;
  const factor = textOf(node, 'order', 'ascending') === 'ascending' ? 1 : -1;
  const compared = (a: unknown, b: unknown): number => (read(a) === read(b) ? 0 : read(a) > read(b) ? factor : -factor);
  return keyed.toSorted((a, b) => compared(a.key, b.key)).map(({ one }) => one);
}

/** Batch: sequences of so many messages, or one of those of several topics. */
export const batch: Kind = ({ node, messages, nowMs }) => {
  const mode = textOf(node, 'mode', 'count');
  if (mode === 'interval') return [numbered(messages, `${node.id}${nowMs.toString(16)}`)];
  if (mode === 'concat') return [concatenated(node, messages, nowMs)];
  const count = Math.max(1, Number(node['count'] ?? 10));
  const overlap = Math.min(count - 1, Math.max(0, Number(node['overlap'] ?? 0)));
  const made: Message[] = [];
  let pending: Message[] = [];
  for (const [at, message] of messages.entries()) {
    pending.push(message);
    const isLast = isOn(node, 'honourParts') && isLastOf(message);
    if (pending.length < count && !isLast) continue;
    made.push(...numbered(pending, `${node.id}${nowMs.toString(16)}${at}`));
    pending = overlap > 0 && !isLast ? pending.slice(-overlap) : [];
  }
  return [made];
};

function isLastOf({ parts }: Message): boolean {
  return isFields(parts) && parts['count'] !== undefined && Number(parts['index']) + 1 === Number(parts['count']);
}

function numbered(list: readonly Message[], id: string): Message[] {
  return list.map((message, index) => {
    const before = isFields(message['parts']) ? { parts: message['parts'] } : {};
    return { ...copyOf(message), parts: { ...before, id, index, count: list.length } };
  });
}

/** The sequences of the topics in the order that the node names them. */
function concatenated(node: Fields, messages: readonly Message[], nowMs: number): Message[] {
  const topics = ((node['topics'] ?? []) as { topic?: string }[]).map(({ topic = '' }) => topic);
  const byTopic = topics.map((topic) => messages.filter((message) => message['topic'] === topic));
  if (byTopic.some((list) => list.length === 0)) return [];
  return numbered(
    byTopic.flat().map(({ parts: _, ...rest }) => rest),
    `${textOf(node, 'id')}${nowMs.toString(16)}`,
  );
}
