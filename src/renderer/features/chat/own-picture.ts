import { blobPath } from '../../../contract/blobs.ts';

/** Where a picture lies that Heron itself keeps; no server hears that it is looked at. */
export function ownPicture(src: string): string | undefined {
  const id = /^\/blobs\/(blb_[0-9A-HJKMNP-TV-Z]{26})$/.exec(src)?.[1];
  return id === undefined ? undefined : blobPath(id);
}
