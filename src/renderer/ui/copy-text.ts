/** Rejects when nothing could be copied. */
export async function copyText(text: string): Promise<void> {
  // A page reached over plain HTTP, as from a phone at home, has no clipboard interface.
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = document.createElement('textarea');
  field.value = text;
  field.style.position = 'fixed';
  document.body.append(field);
  field.select();
  const isCopied = document.execCommand('copy');
  field.remove();
  if (!isCopied) throw new Error('The browser refused to copy.');
}
