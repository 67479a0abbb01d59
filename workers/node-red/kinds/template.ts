import { load } from 'js-yaml';
import Mustache from 'mustache';
import { eachMessage, type Kind, type Message, type NodeRun, textOf } from '../node.ts';
import { write } from '../typed-values.ts';

/** Mustache looks names up here: in the message, and behind `flow.`, `global.` and `env.` there. */
class MessageContext extends Mustache.Context {
  readonly #run: NodeRun;
  readonly #isEscaped: boolean;

  constructor(view: unknown, parent: Mustache.Context | undefined, run: NodeRun, isEscaped: boolean) {
    super(view, parent);
    this.#run = run;
    this.#isEscaped = isEscaped;
  }

  override lookup(name: string): unknown {
    const found: unknown = super.lookup(name);
    if (found !== undefined) return this.#isEscaped && typeof found === 'string' ? inJson(found) : found;
    const [, store, key = ''] = /^(flow|global|env)\.(.+)$/.exec(name) ?? [];
    const { stores, env } = this.#run;
    if (store === 'env') return env(key);
    return store === 'flow' || store === 'global' ? shown(stores[store].get(key)) : '';
  }

  override push(view: unknown): MessageContext {
    return new MessageContext(view, this, this.#run, this.#isEscaped);
  }
}

const shown = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
/** What breaks a text of JSON, but for quotes, which Mustache writes as HTML does. */
const inJson = (text: string): string =>
  JSON.stringify(text)
    .slice(1, -1)
    .replaceAll(String.raw`\"`, '"');
const writer = new Mustache.Writer();

/** Template: text with the message's values in it, as it is, or read as JSON or YAML. */
export const template: Kind = eachMessage((message, run) => {
  const { node } = run;
  const own = textOf(node, 'template');
  const text = own === '' && typeof message['template'] === 'string' ? message['template'] : own;
  const output = textOf(node, 'output', 'str');
  const made = textOf(node, 'syntax', 'mustache') === 'mustache' ? render(text, message, run, output === 'json') : text;
  const value: unknown = output === 'json' ? JSON.parse(made) : output === 'yaml' ? load(made) : made;
  write(textOf(node, 'field', 'payload'), textOf(node, 'fieldType', 'msg'), value, message, run);
  return message;
});

function render(text: string, message: Message, run: NodeRun, isEscaped: boolean): string {
  return writer.render(text, new MessageContext(message, undefined, run, isEscaped));
}
