import * as Y from 'yjs';
import type { WorkflowDocument } from '../contract/workflows.ts';
import { type LastRead, readShared } from './read.ts';
import { documentMap, stepMaps } from './steps.ts';
import { writeShared } from './write.ts';

/** A workflow that several people change at once. What each of them does comes out the same everywhere, in whichever order it arrives. */
export type SharedDocument = {
  /** Of a valid document; the same objects where nothing changed. */
  read(): WorkflowDocument;
  /** What differs from what is here becomes a change of one's own; it can be undone. With one `mergeKey` after the other, together. */
  write(next: WorkflowDocument, mergeKey?: string): void;
  undo(): void;
  redo(): void;
  canUndo(): boolean;
  canRedo(): boolean;
  /** Takes what others changed. Errors: what is no update of this kind. */
  merge(update: Uint8Array): void;
  /** Hears of each change: the update, and whether it was made here. Gives what ends that. */
  onChange(hear: (update: Uint8Array, isOwn: boolean) => void): () => void;
  /** What is known here, to be told what is not. */
  vector(): Uint8Array;
  /** All, or what is new to somebody with this vector. */
  state(since?: Uint8Array): Uint8Array;
  close(): void;
};

const own = Symbol('own');

export type SharedOptions = {
  state?: Uint8Array;
  /** Only who can undo keeps what was overwritten. */
  canUndo?: boolean;
};

export function openSharedDocument({ state, canUndo = true }: SharedOptions = {}): SharedDocument {
  const doc = new Y.Doc();
  if (state) Y.applyUpdate(doc, state);
  const last: LastRead = new Map();
  const undoing = new Y.UndoManager([documentMap(doc), stepMaps(doc)], {
    trackedOrigins: new Set(canUndo ? [own] : []),
    // Changes go together only where they say so.
    captureTimeout: Number.MAX_SAFE_INTEGER,
  });
  let lastMergeKey: string | undefined;
  let keys = 0;
  const newKey = (): string => `${doc.clientID.toString(36)}-${(keys += 1)}`;
  const apart = (mergeKey?: string): void => {
    if (mergeKey === undefined || mergeKey !== lastMergeKey) undoing.stopCapturing();
    lastMergeKey = mergeKey;
  };
  let read: WorkflowDocument | undefined;
  doc.on('update', () => {
    read = undefined;
  });
  return {
    read: () => (read ??= readShared(doc, last)),
    write: (next, mergeKey) => {
      apart(mergeKey);
      doc.transact(() => writeShared(doc, next, last, newKey), own);
    },
    undo: () => {
      apart();
      undoing.undo();
    },
    redo: () => {
      apart();
      undoing.redo();
    },
    canUndo: () => undoing.canUndo(),
    canRedo: () => undoing.canRedo(),
    merge: (update) => Y.applyUpdate(doc, update, 'elsewhere'),
    onChange: (hear) => {
      const listen = (update: Uint8Array, origin: unknown): void => hear(update, origin === own || origin === undoing);
      doc.on('update', listen);
      return () => doc.off('update', listen);
    },
    vector: () => Y.encodeStateVector(doc),
    state: (since) => Y.encodeStateAsUpdate(doc, since),
    close: () => doc.destroy(),
  };
}

/** Several updates as one. */
export function mergeUpdates(updates: Uint8Array[]): Uint8Array {
  return Y.mergeUpdates(updates);
}
