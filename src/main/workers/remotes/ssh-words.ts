import type { RemotePlace } from '../../../worker-kit/context.ts';

/** The variable in which ssh is told where Heron keeps the keys of hosts; ssh puts its value in. */
export const knownHostsVariable = 'HERON_KNOWN_HOSTS';

/** What a host is called in that file: it holds for whatever address the name leads to. */
export function aliasOf({ host, port }: RemotePlace): string {
  return `${host.toLowerCase()}:${port}`;
}

/**
 * What ssh is told first. Nobody is asked for a password, nothing is forwarded, no other connection is shared, and no key of a
 * host counts but those Heron keeps: one that is not known or has changed ends the connection before anybody signs in. `learns`
 * notes the key of a host that is not in the file.
 */
export function sshWords(place: RemotePlace, { learns = false } = {}): string[] {
  return [
    'BatchMode=yes',
    `StrictHostKeyChecking=${learns ? 'accept-new' : 'yes'}`,
    `UserKnownHostsFile=\${${knownHostsVariable}}`,
    'GlobalKnownHostsFile=/dev/null',
    'VerifyHostKeyDNS=no',
    'UpdateHostKeys=no',
    'HashKnownHosts=no',
    `HostKeyAlias=${aliasOf(place)}`,
    'ForwardAgent=no',
    'ForwardX11=no',
    'ClearAllForwardings=yes',
    'PermitLocalCommand=no',
    'ControlMaster=no',
    'ControlPath=none',
    'RequestTTY=no',
    'LogLevel=ERROR',
    'ConnectTimeout=20',
    'ServerAliveInterval=15',
    `Port=${place.port}`,
    ...(learns ? ['PreferredAuthentications=none'] : []),
  ].map((setting) => `-o${setting}`);
}
