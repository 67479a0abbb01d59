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

/** Text in the charset the server names; UTF-8 where it names none, or one that does not exist. */
export function decodeText(bytes: Uint8Array, charset: string | undefined): string {
  return decoderFor(charset).decode(bytes);
}

function decoderFor(charset: string | undefined): TextDecoder {
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder();
  }
}
