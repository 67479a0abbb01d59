import type { SharedDocument } from '../../../../shared-document/shared-document.ts';

/** What merges, as it is once it was loaded. An engine in which nobody has a workflow open needs nothing of it. */
export type Merging = {
  openSharedDocument(options: { state?: Uint8Array; canUndo: boolean }): SharedDocument;
  mergeUpdates(updates: Uint8Array[]): Uint8Array;
};

export type LateMerging = { load(): Promise<void>; get(): Merging };

export function lateMerging(): LateMerging {
  let loaded: Merging | undefined;
  return {
    load: async () => {
      loaded ??= await import('../../../../shared-document/shared-document.ts');
    },
    get: () => {
      if (!loaded) throw new Error('Nothing was joined yet');
      return loaded;
    },
  };
}
