import { type AskedSource, fail, type WorkerContext } from 'heron/worker-kit';

export type PlaceInput = { file?: string; server?: string; secret?: string };

/** What is asked, and what it is called in answers. */
export type Place =
  | { kind: 'sqlite'; file: string; named: { file: string } }
  | { kind: 'duckdb' | ServerKind; source: AskedSource; named: { file: string } | { server: string } };

type ServerKind = 'postgresql' | 'mysql';

const kinds: Record<string, { kind: ServerKind; port: number }> = {
  'postgresql:': { kind: 'postgresql', port: 5432 },
  'postgres:': { kind: 'postgresql', port: 5432 },
  'mysql:': { kind: 'mysql', port: 3306 },
  'mariadb:': { kind: 'mysql', port: 3306 },
};

/** Errors: `invalid-input` for neither or both of file and server, for an address that says a password or leaves something out. */
export async function placeOf({ file, server, secret }: PlaceInput, context: WorkerContext): Promise<Place> {
  if ((file === undefined) === (server === undefined))
    return fail('invalid-input', 'Give either a file or the address of a server', { field: 'file' });
  if (server !== undefined) return serverOf(server, secret, context);
  const path = file ?? '';
  if (await isDuckdb(path, context)) return { kind: 'duckdb', source: { kind: 'duckdb', path }, named: { file: path } };
  return { kind: 'sqlite', file: path, named: { file: path } };
}

/** Its file begins with a checksum, then its name. What is wrong with a file otherwise is told by who opens it. */
export async function isDuckdb(path: string, context: WorkerContext): Promise<boolean> {
  const status = await context.files.status(path);
  if (status?.kind !== 'file' || status.size < 12) return false;
  const start = Buffer.concat(await Array.fromAsync(context.files.read(path, { start: 8, end: 12 })));
  return start.toString('latin1') === 'DUCK';
}

async function serverOf(server: string, secret: string | undefined, context: WorkerContext): Promise<Place> {
  const url = URL.parse(server);
  const known = url && kinds[url.protocol];
  if (!known || url.hostname === '')
    return fail('invalid-input', `${server} is no address like postgresql://anna@db.example.org/shop`, {
      field: 'server',
    });
  if (url.password !== '')
    return fail('invalid-input', 'A password is never part of the address: keep it as a secret and name that', {
      field: 'server',
    });
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? known.port : Number(url.port);
  const [user, database] = [decodeURIComponent(url.username), decodeURIComponent(url.pathname.slice(1))];
  if (user === '' || database === '')
    return fail('invalid-input', `Say in the address who signs in, and to which database`, { field: 'server' });
  const password = secret === undefined ? {} : { password: await context.secrets.handle(secret) };
  const named = { server: `${url.protocol}//${url.username}@${url.host}${url.pathname}` };
  return {
    kind: known.kind,
    source: { kind: known.kind, host, port, user, database, tls: isEncrypted(url, host), ...password },
    named,
  };
}

/** On this machine a connection is plain unless `?tls=on`; anywhere else encrypted unless `?tls=off`. */
function isEncrypted(url: URL, host: string): boolean {
  const wish = url.searchParams.get('tls');
  const strange = [...url.searchParams.keys()].find((name) => name !== 'tls');
  if (strange !== undefined || (wish !== null && wish !== 'on' && wish !== 'off'))
    return fail('invalid-input', 'Behind the address only ?tls=on or ?tls=off can stand', { field: 'server' });
  return wish === null ? !/^(?:localhost|127(?:\.\d+){3}|::1)$/.test(host) : wish === 'on';
}
