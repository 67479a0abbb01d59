import { BlockList, isIP } from 'node:net';

/** IANA's special-purpose registries: what is not the public internet. */
const specialV4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10], // carriers' own
  ['127.0.0.0', 8],
  ['169.254.0.0', 16], // link-local; clouds answer with credentials here
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
const special = new BlockList();
for (const [address, prefix] of specialV4) special.addSubnet(address, prefix, 'ipv4');
for (const [address, prefix] of [
  ['2001::', 23], // Teredo and other protocol assignments
  ['2001:db8::', 32],
  ['2002::', 16], // 6to4 carries any IPv4 address
  ['3fff::', 20],
] as const) {
  special.addSubnet(address, prefix, 'ipv6');
}
const unicast = new BlockList();
unicast.addSubnet('2000::', 3, 'ipv6');
const translated = new BlockList();
translated.addSubnet('64:ff9b::', 96, 'ipv6');

/** Is this an address of the public internet, and not of this machine, its network or a cloud's inside? */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !special.check(address, 'ipv4');
  if (isIP(address) !== 6 || address.includes('%')) return false;
  // Networks without IPv4 reach it through this prefix; the last 32 bits are the address that counts.
  if (translated.check(address, 'ipv6')) return isPublicAddress(lastV4(address));
  return unicast.check(address, 'ipv6') && !special.check(address, 'ipv6');
}

function lastV4(address: string): string {
  const written = /\d+\.\d+\.\d+\.\d+$/.exec(address)?.[0];
  if (written) return written;
  const [low = '0', high = '0'] = address.split(':').toReversed();
  const [first, second] = [high === '' ? 0 : parseInt(high, 16), low === '' ? 0 : parseInt(low, 16)];
  return [first >> 8, first & 255, second >> 8, second & 255].join('.');
}
