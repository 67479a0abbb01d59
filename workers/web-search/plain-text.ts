const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** What a service sends as a piece of a page: without marks, on one line, at most so long. */
export function plainText(value: unknown, mostCharacters: number): string {
  if (typeof value !== 'string') return '';
  const text = value
    .slice(0, 20_000)
    .replaceAll(/<\/?[a-z][^<>]*>/gi, '')
    .replaceAll(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,6}));/gi, (whole: string, decimal, hex, name) =>
      characterOf(whole, decimal as string | undefined, hex as string | undefined, name as string | undefined),
    )
    .replaceAll(/\s+/g, ' ')
    .trim();
  return text.length > mostCharacters ? `${text.slice(0, mostCharacters - 1)}…` : text;
}

function characterOf(whole: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) return entities[name.toLowerCase()] ?? whole;
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
  return code > 0x1f && code <= 0x10ffff ? String.fromCodePoint(code) : ' ';
}
