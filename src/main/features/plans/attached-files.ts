import type { Attachment } from '../../../contract/blobs.ts';
import type { Plan } from '../../../contract/plan.ts';
import type { AttachedFile } from './rules/attached.ts';

/** How a file that came with a sentence becomes one that workers can be given by its path. */
export type LayingOut = {
  placeOf: (attachment: Attachment) => string;
  layOut: (attachment: Attachment) => Promise<void>;
};

/** The files of a sentence as planners name them. */
export function attachedTo(attachments: readonly Attachment[], { placeOf }: LayingOut): AttachedFile[] {
  return attachments.map((attachment) => {
    const { id: blobId, name, mediaType } = attachment;
    return { blobId, name, mediaType, path: placeOf(attachment) };
  });
}

/** Only what a step of the plan names by its path becomes a file. */
export async function layOutNamed(
  plan: Plan,
  attachments: readonly Attachment[],
  { placeOf, layOut }: LayingOut,
): Promise<void> {
  for (const attachment of attachments) if (holds(plan.tasks, placeOf(attachment))) await layOut(attachment);
}

/** Whether a text of the value names the path. */
function holds(value: unknown, path: string): boolean {
  if (typeof value === 'string') return value.includes(path);
  return typeof value === 'object' && value !== null && Object.values(value).some((part) => holds(part, path));
}

/** What a model is told of the files: how to name them, and nothing of what is in them. */
export function filesText(files: readonly AttachedFile[]): string {
  if (files.length === 0) return '';
  const lines = files.map(
    ({ name, mediaType, path, blobId }) =>
      `- ${JSON.stringify(name)} (${mediaType}): path ${JSON.stringify(path)}, blob ${blobId}`,
  );
  return `\n\nAttached to this message:\n${lines.join('\n')}`;
}
