export type ContentType = {
  /** Without parameters, lower case. */
  name: string;
  charset: string | undefined;
  isHtml: boolean;
  isText: boolean;
  isMarkdown: boolean;
};

const textual = /^text\/|^application\/(json|xml|yaml|javascript|toml|.*\+(json|xml))$/;

/** What a server says it sends; a server that says nothing is taken to send HTML, as browsers do. */
export function parseContentType(header: string): ContentType {
  const [first = '', ...parameters] = header.split(';').map((part) => part.trim());
  const name = first.toLowerCase() || 'text/html';
  const charset = parameters
    .find((parameter) => /^charset=/i.test(parameter))
    ?.slice('charset='.length)
    .replaceAll('"', '');
  return {
    name,
    charset,
    isHtml: name === 'text/html' || name === 'application/xhtml+xml',
    isText: textual.test(name),
    isMarkdown: name === 'text/markdown',
  };
}

/** The charset a page names in itself, at its beginning. */
export function declaredCharset(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 1024)).toString('latin1');
  return /<meta\s[^>]*?charset\s*=\s*["']?\s*([\w:.-]+)/i.exec(start)?.[1];
}

/** Text in the charset its byte order mark or else `charset` names; UTF-8 where that is none, or none that exists. */
export function decodeText(bytes: Uint8Array, charset: string | undefined): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return decoderFor(first === 0xef && second === 0xbb ? 'utf-8' : charset).decode(bytes);
}

function decoderFor(charset: string | undefined): TextDecoder {
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder();
  }
}
