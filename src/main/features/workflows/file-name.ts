/** `Zip & hash` as `zip-hash.heron`. */
export function fileNameOf(title: string): string {
  const words = title
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return `${words.slice(0, 80) || 'workflow'}.heron`;
}
