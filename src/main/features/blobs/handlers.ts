import { implement } from '@orpc/server';
import type { StoredBlob } from '../../../contract/blobs.ts';
import { contract } from '../../../contract/index.ts';

const api = implement(contract.blobs);

export type BlobFacts = {
  /** Errors: `not-found`. */
  get(blobId: string): StoredBlob;
  ofRun(runId: string): StoredBlob[];
};

export function blobHandlers(blobs: BlobFacts) {
  return {
    get: api.get.handler(({ input }) => blobs.get(input.blobId)),
    list: api.list.handler(({ input }) => blobs.ofRun(input.runId)),
  };
}
