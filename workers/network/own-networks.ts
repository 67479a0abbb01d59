import { fail } from 'heron/worker-kit';

export type Network = { address: number; bits: number };

const mostBits = 22;

/** An address, or a network such as 192.168.1.0/24 of at most 1,024 addresses. Errors: `invalid-input`. */
export function networkIn(text: string): Network {
  const [, address = '', bits = '32'] = /^(\d{1,3}(?:\.\d{1,3}){3})(?:\/(\d{1,2}))?$/.exec(text) ?? [];
  const parts = address.split('.').map(Number);
  const isRight = parts.length === 4 && parts.every((part) => part < 256) && Number(bits) <= 32;
  if (!isRight)
    return fail('invalid-input', `${text} is neither an address nor a network such as 192.168.1.0/24`, {
      field: 'network',
    });
  if (Number(bits) < mostBits)
    return fail('invalid-input', `${text} has more than 1,024 addresses`, { field: 'network' });
  return { address: parts.reduce((sum, part) => sum * 256 + part, 0), bits: Number(bits) };
}

/** Does the whole of `inner` lie in `outer`? */
export function contains(outer: Network, inner: Network): boolean {
  const size = 2 ** (32 - outer.bits);
  return inner.bits >= outer.bits && Math.floor(outer.address / size) === Math.floor(inner.address / size);
}

/** Loopback, and what is nobody's on the internet (RFC 1918, 3927). */
const ofNobody = ['127.0.0.0', '10.0.0.0', '172.16.0.0', '192.168.0.0', '169.254.0.0'];
const bitsOfNobody = [8, 8, 12, 16, 16];

export function isPrivate(network: Network): boolean {
  return ofNobody.some((text, index) =>
    contains({ address: networkIn(text).address, bits: bitsOfNobody[index] ?? 32 }, network),
  );
}

/** Of the networks a machine is in, those to look for others in: private, not too large, and not the machine alone. */
export function networksHere(own: readonly Network[]): string[] {
  const loopback = { address: networkIn('127.0.0.0').address, bits: 8 };
  const meant = own.filter(
    (each) => isPrivate(each) && !contains(loopback, each) && each.bits >= mostBits && each.bits < 32,
  );
  return [...new Set(meant.map(textOf))];
}

function textOf({ address, bits }: Network): string {
  const first = address - (address % 2 ** (32 - bits));
  return `${[24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join('.')}/${bits}`;
}

/** The networks that this machine has an address in, as `ip -j -4 address` tells them. */
export function ownNetworks(json: string): Network[] {
  const links = JSON.parse(json) as { addr_info?: { local?: string; prefixlen?: number }[] }[];
  return links.flatMap(({ addr_info: addresses = [] }) =>
    addresses.flatMap(({ local, prefixlen: bits }) =>
      local === undefined || bits === undefined ? [] : [{ address: networkIn(local).address, bits }],
    ),
  );
}
