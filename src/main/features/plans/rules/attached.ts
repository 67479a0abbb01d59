import { isPicture } from '../../../../contract/blobs.ts';
import type { Antecedent } from './pronoun.ts';
import { wordsOf } from './sentence.ts';

/** A file that came with the sentence, as a blob and as the path it has when a step wants one. */
export type AttachedFile = { blobId: string; path: string; name: string; mediaType: string };

/** What "it", "this file" or "these" can mean when files came with the sentence. Which of several "it" is, nobody can tell. */
export function antecedentsOfFiles(files: readonly AttachedFile[]): Antecedent[] {
  if (files.length === 0) return [];
  const words = new Set(files.flatMap(nounsOf));
  const lists: Antecedent[] = [
    { kind: { type: 'list', of: { type: 'blob' } }, words, value: files.map(({ blobId }) => blobId) },
    { kind: { type: 'list', of: { type: 'path' } }, words, value: files.map(({ path }) => path) },
  ];
  const [only] = files;
  if (!only || files.length > 1) return lists;
  return [
    ...lists,
    { kind: { type: 'blob' }, words, value: only.blobId },
    { kind: { type: 'path' }, words, value: only.path },
  ];
}

function nounsOf({ name, mediaType }: AttachedFile): string[] {
  const kinds = isPicture(mediaType) ? ['picture', 'image', 'photo', 'screenshot'] : ['document'];
  return ['attachment', 'attachments', 'attached', ...kinds, ...kinds.map((kind) => `${kind}s`), ...wordsOf(name)];
}
