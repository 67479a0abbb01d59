export type FoundFile = {
  bytes: Uint8Array;
  mimeType: string;
  fileName: string | undefined;
  fileExtension: string | undefined;
};

/** A file in the fixtures: its words or, of what is no words, its bytes. Archives differ in what nobody reads, so theirs are left out. */
export function shownFile({ bytes, mimeType, fileName, fileExtension }: FoundFile): object {
  const content = Buffer.from(bytes);
  const isArchive = content.subarray(0, 2).toString() === 'PK';
  const text = content.toString();
  const shown = Buffer.from(text).equals(content) ? { text: settled(text) } : { base64: content.toString('base64') };
  return {
    mimeType,
    ...(fileName === undefined ? {} : { fileName }),
    ...(fileExtension === undefined ? {} : { fileExtension }),
    ...(isArchive ? {} : shown),
  };
}

/** Without what differs each time it is made. */
const settled = (text: string): string => text.replaceAll(/^DTSTAMP:\S+/gm, 'DTSTAMP:now');
