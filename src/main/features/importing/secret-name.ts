/** What the secret of a credential is called: those of the worker `api` begin like this. */
export function secretOf(name: string): string {
  const words = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return `api-${words.slice(0, 50) || 'imported'}`;
}
