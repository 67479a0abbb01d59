import type { Attachment } from '../../../contract/blobs.ts';
import type { Outgoing } from './threads.ts';
import { t } from '../../../words/words.ts';

/** Where a page keeps things over its own end: `localStorage`, or nothing where that is switched off. */
export type PageStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

const draftPrefix = 'heron.draft.';
const filesPrefix = 'heron.files.';
const unsentPrefix = 'heron.unsent.';

type Unsent = Pick<Outgoing, 'key' | 'text' | 'at' | 'attachments'>;

export type KeptWords = {
  drafts: () => Record<string, string>;
  /** Messages that were on their way when the page ended. */
  unsent: () => Record<string, Outgoing[]>;
  /** False if the storage refuses: it is full or switched off. */
  keepDraft: (thread: string, text: string) => boolean;
  keepUnsent: (thread: string, outgoing: Outgoing[]) => boolean;
  /** Files that are to go with a draft and are with the engine. */
  files: () => Record<string, Attachment[]>;
  keepFiles: (thread: string, files: Attachment[]) => boolean;
};

/** Keeps what is typed and not yet with the engine. Each conversation has a key of its own, so that two windows do not write over each other. */
export function keptWords(storage: PageStorage | undefined): KeptWords {
  return {
    drafts: () => entries(storage, draftPrefix, (text) => text),
    unsent: () => entries(storage, unsentPrefix, readUnsent),
    keepDraft: (thread, text) => keep(storage, draftPrefix + thread, text),
    keepUnsent: (thread, outgoing) => {
      const words: Unsent[] = outgoing
        .filter(({ messageId }) => messageId === undefined)
        .map(({ key, text, at, attachments }) => ({ key, text, at, ...(attachments ? { attachments } : {}) }));
      return keep(storage, unsentPrefix + thread, words.length === 0 ? '' : JSON.stringify(words));
    },
    files: () => entries(storage, filesPrefix, readFiles),
    keepFiles: (thread, files) => keep(storage, filesPrefix + thread, files.length === 0 ? '' : JSON.stringify(files)),
  };
}

/** An empty text is not kept. */
function keep(storage: PageStorage | undefined, key: string, text: string): boolean {
  try {
    if (!storage) return text === '';
    if (text === '') storage.removeItem(key);
    else storage.setItem(key, text);
    return true;
  } catch {
    return false;
  }
}

function entries<Value>(
  storage: PageStorage | undefined,
  prefix: string,
  read: (text: string) => Value | undefined,
): Record<string, Value> {
  const found: Record<string, Value> = {};
  for (let index = 0; index < (storage?.length ?? 0); index += 1) {
    const key = storage?.key(index);
    const value = key?.startsWith(prefix) ? read(storage?.getItem(key) ?? '') : undefined;
    if (key && value !== undefined) found[key.slice(prefix.length)] = value;
  }
  return found;
}

/** What somebody else wrote under the key is left out. */
function readUnsent(text: string): Outgoing[] | undefined {
  try {
    const words = JSON.parse(text) as unknown;
    if (!Array.isArray(words)) return undefined;
    return words.filter(isUnsent).map(({ key, text: said, at, attachments }) => ({
      key: `kept-${key}`,
      text: said,
      at,
      ...(attachments === undefined ? {} : { attachments }),
      isKept: true,
      failure: { code: 'cancelled', message: t('The page was closed before Heron said that it had this.') },
    }));
  } catch {
    return undefined;
  }
}

function isUnsent(value: unknown): value is Unsent {
  const { key, text, at, attachments = [] } = (value ?? {}) as Partial<Unsent>;
  return typeof key === 'string' && typeof text === 'string' && typeof at === 'number' && isFiles(attachments);
}

function readFiles(text: string): Attachment[] | undefined {
  try {
    const files = JSON.parse(text) as unknown;
    return isFiles(files) ? files : undefined;
  } catch {
    return undefined;
  }
}

function isFiles(value: unknown): value is Attachment[] {
  return Array.isArray(value) && value.every(isFile);
}

function isFile(value: unknown): value is Attachment {
  const { id, name, bytes, mediaType } = (value ?? {}) as Partial<Attachment>;
  return [id, name, mediaType].every((text) => typeof text === 'string') && Number.isSafeInteger(bytes);
}

/** Undefined where a browser has it switched off. */
export function pageStorage(): PageStorage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}
