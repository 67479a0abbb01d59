import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** `fingerprint` as OpenSSH shows it, `SHA256:…`; `line` as it stands in a file of known hosts. */
export type HostKey = { kind: string; fingerprint: string; line: string };

/** The keys of hosts that the person has said yes to, in a file as ssh reads it. */
export type KnownHosts = {
  file: string;
  /** By the host's alias. */
  has(alias: string): boolean;
  add(key: HostKey): void;
};

export function createKnownHosts(file: string): KnownHosts {
  return {
    file,
    has: (alias) => existsSync(file) && keysIn(readFileSync(file, 'utf8')).some(({ line }) => isOf(line, alias)),
    add({ line }) {
      mkdirSync(dirname(file), { recursive: true });
      appendFileSync(file, `${line}\n`, { mode: 0o600 });
    },
  };
}

function isOf(line: string, alias: string): boolean {
  return line.startsWith(`${alias} `);
}

/** Lines that are no key are passed over. */
export function keysIn(text: string): HostKey[] {
  return text.split('\n').flatMap((line) => {
    const [name, kind, key, ...rest] = line.trim().split(' ');
    if (!name || !kind || !key || rest.length > 0) return [];
    const sum = createHash('sha256').update(Buffer.from(key, 'base64')).digest('base64');
    return [{ kind, fingerprint: `SHA256:${sum.replace(/=+$/, '')}`, line: `${name} ${kind} ${key}` }];
  });
}
