/** Endings that are more often of hosts than of files; two letters are a country unless a kind of file has them. */
const hostEndings = new Set(
  'com org net edu gov mil int info io dev app ai co biz name xyz site online page blog cloud tech wiki museum'.split(
    ' ',
  ),
);
const fileEndings = new Set(
  'md py sh rs ts js gz go cs pl so ps cc hs ml bz xz tf db hh mm vb ko la lz pm rb do'.split(' '),
);

/** An http address, with its scheme added where the words clearly name a host; undefined otherwise. */
export function readAddress(text: string): string | undefined {
  const bare = text.replace(/^<(.*)>$/, '$1');
  if (/\s/.test(bare)) return undefined;
  if (/^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(bare)) return URL.canParse(bare) ? bare : undefined;
  const [, host = '', port] = /^([a-z0-9.-]+|\[[0-9a-f:]+\])(:\d{1,5})?([/?#]\S*)?$/i.exec(bare) ?? [];
  if (!host || !isHost(host.toLowerCase(), port !== undefined)) return undefined;
  const scheme = isLocal(host.toLowerCase()) ? 'http' : 'https';
  const address = `${scheme}://${bare}`;
  return URL.canParse(address) ? address : undefined;
}

function isHost(host: string, hasPort: boolean): boolean {
  if (isLocal(host)) return true;
  const labels = host.split('.');
  if (labels.length < 2 || labels.some((label) => !/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(label))) return false;
  if (labels[0] === 'www' || hasPort) return true;
  const ending = labels.at(-1) ?? '';
  return hostEndings.has(ending) || (/^[a-z]{2}$/.test(ending) && !fileEndings.has(ending));
}

function isLocal(host: string): boolean {
  return host === 'localhost' || host.startsWith('[') || /^\d{1,3}(\.\d{1,3}){3}$/.test(host);
}
