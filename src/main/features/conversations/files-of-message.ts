import type { Attachment } from '../../../contract/blobs.ts';

/** A message without files has no list of them. */
export function withFiles(attachments: Attachment[]): { attachments?: Attachment[] } {
  return attachments.length === 0 ? {} : { attachments };
}

export function idsOf(attachments: Attachment[]): string[] {
  return attachments.map(({ id }) => id);
}
