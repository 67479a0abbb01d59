export type MediaType = { mimeType: string; extension: string };

const byExtension: Record<string, string> = {
  ...{
    avif: 'image/avif',
    bmp: 'image/bmp',
    css: 'text/css',
    csv: 'text/csv',
    gif: 'image/gif',
    gz: 'application/gzip',
  },
  ...{ html: 'text/html', htm: 'text/html', ics: 'text/calendar', jpeg: 'image/jpeg', jpg: 'image/jpeg' },
  ...{ js: 'text/javascript', json: 'application/json', md: 'text/markdown', mp3: 'audio/mpeg', mp4: 'video/mp4' },
  ...{ ogg: 'audio/ogg', pdf: 'application/pdf', png: 'image/png', rtf: 'application/rtf', svg: 'image/svg+xml' },
  ...{ txt: 'text/plain', wav: 'audio/wav', webm: 'video/webm', webp: 'image/webp', xml: 'text/xml' },
  ...{ zip: 'application/zip', xls: 'application/vnd.ms-excel' },
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
};

/** By the ending of a name. */
export function typeOf(fileName: string): MediaType | undefined {
  const extension = fileName.includes('.') ? (fileName.split('.').at(-1) ?? '').toLowerCase() : '';
  const mimeType = byExtension[extension];
  return mimeType === undefined ? undefined : { mimeType, extension: `.${extension}` };
}

const signatures: [bytes: string, mimeType: string, extension: string][] = [
  ['89504e47', 'image/png', '.png'],
  ['ffd8ff', 'image/jpeg', '.jpg'],
  ['47494638', 'image/gif', '.gif'],
  ['25504446', 'application/pdf', '.pdf'],
  ['504b0304', 'application/zip', '.zip'],
  ['1f8b', 'application/gzip', '.gz'],
];

/** By what it begins with. What begins like nothing is taken for text, as in n8n. */
export function sniffed(bytes: Buffer): MediaType {
  const head = bytes.subarray(0, 8).toString('hex');
  const found = signatures.find(([begin]) => head.startsWith(begin));
  return found ? { mimeType: found[1], extension: found[2] } : { mimeType: 'text/plain', extension: '' };
}
