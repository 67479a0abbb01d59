import type { StoreApi } from 'zustand/vanilla';
import type { Attachment } from '../../../contract/blobs.ts';
import type { Failure } from '../../../contract/errors.ts';
import { failureOf } from '../../engine/failure.ts';
import { type UploadFile, UploadRefused } from '../../engine/upload-file.ts';
import type { KeptWords } from './kept-words.ts';

/** A file that is to go with the next message. */
export type DraftFile = {
  key: string;
  name: string;
  bytes: number;
  mediaType: string;
  /** The blob it became; until then it is on its way. */
  id?: string;
  /** Heron cannot be reached: it goes when it can. */
  isWaiting?: true;
  failure?: Failure;
};

export type DraftFiles = {
  add: (thread: string, files: File[]) => void;
  remove: (thread: string, key: string) => void;
  retry: (key: string) => void;
  /** Files that are with the engine already, of a message that is said again. */
  put: (thread: string, attachments: Attachment[]) => void;
  clear: (thread: string) => void;
  move: (from: string, to: string) => void;
};

type State = StoreApi<{ files: Record<string, DraftFile[]> }>;

type Parts = {
  state: State;
  words: KeptWords;
  upload: UploadFile;
  whenOnline: () => Promise<void>;
  /** Resolves after so many milliseconds. */
  wait: (ms: number) => Promise<void>;
};

/** Between two tries to reach an engine that is not known to be away yet. */
const againMs = 1000;

/** Files of drafts go to the engine as soon as they are there, so that sending waits for nothing. */
export function createDraftFiles(parts: Parts): DraftFiles {
  const { state, words } = parts;
  const ways = new Map<string, { file: File; stop: AbortController }>();
  let added = 0;

  function change(thread: string, step: (files: DraftFile[]) => DraftFile[]): void {
    const files = step(filesOf(state, thread));
    state.setState((before) => ({ files: { ...before.files, [thread]: files } }));
    words.keepFiles(thread, attachmentsOf(files));
  }

  /** It may have gone to another thread by now, with the conversation that began. */
  function update(key: string, step: (file: DraftFile) => DraftFile): void {
    const thread = threadOf(state, key);
    if (thread !== undefined) change(thread, (files) => files.map((one) => (one.key === key ? step(one) : one)));
  }

  async function bring(key: string): Promise<void> {
    const way = ways.get(key);
    if (!way) return;
    try {
      const { id, mediaType } = await uploaded(parts, way, () => update(key, (one) => ({ ...one, isWaiting: true })));
      ways.delete(key);
      update(key, ({ isWaiting: _, ...one }) => ({ ...one, id, mediaType }));
    } catch (error) {
      if (!way.stop.signal.aborted) update(key, (one) => failed(one, error));
    }
  }

  function begin(file: File): DraftFile {
    const key = `file-${(added += 1)}`;
    ways.set(key, { file, stop: new AbortController() });
    return { key, name: file.name, bytes: file.size, mediaType: file.type.toLowerCase() };
  }

  function forget(key: string): void {
    ways.get(key)?.stop.abort();
    ways.delete(key);
  }

  return {
    add(thread, files) {
      const begun = files.map(begin);
      change(thread, (before) => [...before, ...begun]);
      for (const { key } of begun) void bring(key);
    },
    remove(thread, key) {
      forget(key);
      change(thread, (files) => files.filter((one) => one.key !== key));
    },
    retry(key) {
      update(key, ({ failure: _, ...one }) => one);
      void bring(key);
    },
    put: (thread, attachments) => change(thread, () => attachments.map((one) => ({ ...one, key: one.id }))),
    clear(thread) {
      for (const { key } of filesOf(state, thread)) forget(key);
      change(thread, () => []);
    },
    move(from, to) {
      const files = filesOf(state, from);
      if (files.length === 0) return;
      change(to, (before) => [...before, ...files]);
      change(from, () => []);
    },
  };
}

function filesOf(state: State, thread: string): DraftFile[] {
  return state.getState().files[thread] ?? [];
}

function threadOf(state: State, key: string): string | undefined {
  const threads = Object.entries(state.getState().files);
  return threads.find(([, files]) => files.some((one) => one.key === key))?.[0];
}

function failed({ isWaiting: _, ...file }: DraftFile, error: unknown): DraftFile {
  return { ...file, failure: error instanceof UploadRefused ? error.failure : failureOf(error) };
}

/** As often as it takes while the engine cannot be reached. */
async function uploaded(
  { upload, whenOnline, wait }: Parts,
  { file, stop }: { file: File; stop: AbortController },
  onWaiting: () => void,
): Promise<{ id: string; mediaType: string }> {
  for (;;) {
    try {
      return await upload(file, stop.signal);
    } catch (error) {
      stop.signal.throwIfAborted();
      if (!(error instanceof TypeError)) throw error;
    }
    onWaiting();
    await wait(againMs);
    await whenOnline();
    stop.signal.throwIfAborted();
  }
}

/** Those that are with the engine. */
export function attachmentsOf(files: DraftFile[]): Attachment[] {
  return files.flatMap(({ id, name, bytes, mediaType }) => (id === undefined ? [] : [{ id, name, bytes, mediaType }]));
}
