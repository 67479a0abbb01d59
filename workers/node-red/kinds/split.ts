import { copyOf, type Fields, isFields, type Kind, type Message, type NodeRun, textOf, wordsOf } from '../node.ts';
import { getProperty, setProperty } from '../property.ts';

/** `\n` and its like, as they are written in a field. */
export function unescaped(text: string): string {
  const letters: Record<string, string> = { n: '\n', r: '\r', t: '\t', e: '\u001B', f: '\f', 0: '\0' };
  return text.replaceAll(/\\([nrtef0])/g, (_, letter: string) => letters[letter] ?? '');
}

type Piece = { value: unknown; key?: string };
type Pieces = { type: string; list: Piece[]; more: Fields };

/** Split: a message for each piece of a text, a list or an object, which know where they are from. */
export const split: Kind = (run) => {
  const made: Message[] = [];
  for (const [index, message] of run.messages.entries()) {
    try {
      made.push(...piecesOf(message, run, index));
    } catch (error) {
      run.failed(error, message);
    }
  }
  return [made];
};

function piecesOf(message: Message, { node, nowMs }: NodeRun, index: number): Message[] {
  const property = textOf(node, 'property', 'payload');
  const value = getProperty(message, property, message);
  const found =
    typeof value === 'string'
      ? ofText(value, node)
      : Array.isArray(value)
        ? ofList(value, node)
        : isFields(value)
          ? ofFields(value)
          : undefined;
  if (!found) return [];
  const { type, list, more } = found;
  const count = value === '' && type === 'string' && 'len' in more ? 0 : list.length;
  const before = isFields(message['parts']) ? { parts: message['parts'] } : {};
  const id = `${wordsOf(message['_msgid'] ?? '')}${nowMs.toString(16)}${index}${node.id}`;
  return list.map(({ value: piece, key }, at): Message => {
    const one = copyOf({ ...message, [property]: undefined });
    setProperty(one, property, piece, one);
    const name = textOf(node, 'addname');
    if (key !== undefined && name !== '') setProperty(one, name, key, one);
    const own = { type, ...more, ...(key === undefined ? {} : { key }), index: at, count, id };
    return { ...one, parts: { ...before, ...own, ...(property === 'payload' ? {} : { property }) } };
  });
}

function ofText(value: string, node: Fields): Pieces {
  const type = textOf(node, 'spltType', 'str');
  if (type === 'len') {
    const length = Math.max(1, Number(node['splt']) || 1);
    const list = Array.from({ length: Math.max(1, Math.ceil(value.length / length)) }, (_, at) => ({
      value: value.slice(at * length, (at + 1) * length),
    }));
    return { type: 'string', list, more: { ch: '', len: length } };
  }
  const ch = unescaped(textOf(node, 'splt', String.raw`\n`));
  return { type: 'string', list: value.split(ch).map((piece) => ({ value: piece })), more: { ch } };
}

function ofList(value: unknown[], node: Fields): Pieces {
  const length = Math.max(1, Number(node['arraySplt'] ?? 1) || 1);
  const list = Array.from({ length: Math.ceil(value.length / length) }, (_, at): Piece => {
    const piece = value.slice(at * length, (at + 1) * length);
    return { value: length === 1 ? piece[0] : piece };
  });
  return { type: 'array', list, more: { len: length } };
}

function ofFields(value: Fields): Pieces {
  return { type: 'object', list: Object.entries(value).map(([key, piece]) => ({ value: piece, key })), more: {} };
}
