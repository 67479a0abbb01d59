import { fromBase64, toBase64 } from 'lib0/buffer';
import { mergeUpdates } from '../../../../shared-document/shared-document.ts';

/** Changes the engine does not have yet. They are kept in the browser, should the page go before it can be reached. */
export type Unsent = { read: () => Uint8Array[]; keep: (updates: Uint8Array[]) => void };

export function unsentOf(workflowId: string, storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>): Unsent {
  const name = `heron.unsent.${workflowId}`;
  return {
    read: () => {
      const text = storage.getItem(name);
      if (text === null) return [];
      try {
        return [mergeUpdates([fromBase64(text)])];
      } catch {
        // Not what was written here.
        storage.removeItem(name);
        return [];
      }
    },
    keep: (updates) => {
      if (updates.length === 0) return storage.removeItem(name);
      try {
        storage.setItem(name, toBase64(mergeUpdates(updates)));
      } catch {
        // The storage is full: they are still here, and on their way.
      }
    },
  };
}
