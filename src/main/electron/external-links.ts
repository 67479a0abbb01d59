const longestAddress = 2048;

/**
 * The address to hand to the system's browser or mail program; undefined for everything else. Whatever else the system
 * would open by an address, files and programs among them, must never be reached from the page.
 */
export function allowedExternal(address: string): string | undefined {
  if (address.length > longestAddress) return undefined;
  const url = URL.parse(address);
  if (!url) return undefined;
  if (url.protocol === 'mailto:') return url.href;
  // A name or password in an address serves to make it look like another.
  return url.protocol === 'https:' && url.username === '' && url.password === '' ? url.href : undefined;
}
