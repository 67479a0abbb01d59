/** The parts of the web's URL that count here. */
type Place = { protocol: string; hostname: string; port: string };

/**
 * Whether a secret for these hosts may be sent there: over https, or to this very machine. A host without a port means
 * that of https, and on this machine any.
 */
export function isSecretFor(hosts: readonly string[], { protocol, hostname, port }: Place): boolean {
  const host = hostname.toLowerCase().replace(/\.$/, '');
  const isHere = host === 'localhost' || /^127(\.\d+){3}$/.test(host);
  if (protocol !== 'https:' && !(isHere && protocol === 'http:')) return false;
  const usualPort = protocol === 'https:' ? '443' : '80';
  return (
    hosts.includes(`${host}:${port === '' ? usualPort : port}`) || (hosts.includes(host) && (isHere || port === ''))
  );
}
