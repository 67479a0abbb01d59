import { fail } from 'heron/worker-kit';
import { parseStringPromise } from 'xml2js';

/** An element: its children by name, each a list; of one without any, its text. */
export type Element = Readonly<Record<string, unknown>>;

/** The root element of an answer. Errors: `network` for what is no XML. */
export async function readXml(text: string, url: string): Promise<Element> {
  try {
    const made: unknown = await parseStringPromise(text, { explicitRoot: false, ignoreAttrs: true });
    return isElement(made) ? made : {};
  } catch (error) {
    return fail('network', `The answer of ${url} is no XML: ${(error as Error).message.split('\n')[0]}`, { url });
  }
}

/** All elements at the end of a path of names. */
export function elementsAt(from: Element | undefined, ...path: string[]): Element[] {
  return path
    .reduce<unknown[]>((found, name) => found.flatMap((each) => (isElement(each) ? (each[name] ?? []) : [])), [from])
    .filter(isElement);
}

/** The first text at the end of a path; empty where there is none. */
export function textAt(from: Element | undefined, ...path: string[]): string {
  const last = path.at(-1) ?? '';
  const values = elementsAt(from, ...path.slice(0, -1)).flatMap((each) => each[last] ?? []);
  const [first] = values;
  return typeof first === 'string' ? first : '';
}

/** All texts at the end of a path. */
export function textsAt(from: Element | undefined, ...path: string[]): string[] {
  const last = path.at(-1) ?? '';
  const values = elementsAt(from, ...path.slice(0, -1)).flatMap((each) => each[last] ?? []);
  return values.filter((value) => typeof value === 'string');
}

/** A text as it stands between two tags. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function isElement(value: unknown): value is Element {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
