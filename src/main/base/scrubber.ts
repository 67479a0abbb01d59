import { formsOf } from './secret-forms.ts';

export type ScrubText = (text: string) => string;

/** Knows the values of secrets, and takes them out of what leaves the engine. */
export type Scrubber = {
  /** The text with `[secret name]` in the place of each value, whatever form it stands in. */
  text: ScrubText;
  /** The same of a piece of a text: a value that lies across its border counts where it begins. */
  piece(before: string, piece: string, after: string): string;
  /** So many bytes around a piece can belong to a value that begins or ends in it. */
  longest(): number;
  /** The same for every text inside a value of JSON, names of fields included; the very same value if there is none. */
  json<Value>(value: Value): Value;
  /** The name of a secret whose value stands in the text. */
  find(text: string): string | undefined;
  /** From now on this is the value, and the only one, of that name. Values of fewer than six characters are not looked for. */
  learn(name: string, value: string): void;
  forget(name: string): void;
};

export function createScrubber(): Scrubber {
  const known = new Map<string, string[]>();
  let names = new Map<string, string>();
  let pattern: RegExp | undefined;

  function compile(): void {
    names = new Map([...known].flatMap(([name, forms]) => forms.map((form) => [form, name] as const)));
    const forms = [...names.keys()].toSorted((a, b) => b.length - a.length);
    pattern = forms.length > 0 ? new RegExp(forms.map((form) => RegExp.escape(form)).join('|'), 'g') : undefined;
  }

  const text: ScrubText = (given) =>
    pattern ? given.replace(pattern, (form) => `[secret ${names.get(form)}]`) : given;

  function piece(before: string, given: string, after: string): string {
    if (!pattern) return given;
    const whole = before + given + after;
    const end = before.length + given.length;
    let clean = '';
    let at = before.length;
    for (const { 0: form, index } of whole.matchAll(pattern)) {
      if (index >= end) break;
      if (index >= before.length) clean += `${whole.slice(at, index)}[secret ${names.get(form)}]`;
      at = Math.max(at, index + form.length);
    }
    return clean + whole.slice(at, end);
  }

  function json(value: unknown): unknown {
    if (typeof value === 'string') return text(value);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) {
      const items = value.map(json);
      return items.some((item, index) => item !== value[index]) ? items : value;
    }
    const fields = Object.entries(value).map(([key, field]) => ({
      key,
      field,
      clean: [text(key), json(field)] as const,
    }));
    const isClean = fields.every(({ key, field, clean }) => clean[0] === key && clean[1] === field);
    return isClean ? value : Object.fromEntries(fields.map(({ clean }) => clean));
  }

  return {
    text,
    piece,
    longest: () => Math.max(0, ...[...names.keys()].map((form) => Buffer.byteLength(form))),
    json: <Value>(value: Value) => (pattern ? (json(value) as Value) : value),
    find(given) {
      const found = pattern && given.match(pattern)?.[0];
      return found === undefined ? undefined : names.get(found);
    },
    learn(name, value) {
      known.set(name, formsOf(value));
      compile();
    },
    forget(name) {
      known.delete(name);
      compile();
    },
  };
}
