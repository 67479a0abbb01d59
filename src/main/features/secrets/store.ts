import type { Secret } from '../../../contract/secrets.ts';
import type { Database } from '../../base/database.ts';

type SecretRow = {
  name: string;
  kind: Secret['kind'];
  length_class: NonNullable<Secret['lengthClass']>;
  hosts: string;
  created_at: number;
  changed_at: number;
  used_at: number | null;
};

/** What is remembered of a secret beside the vault. */
export type StoredSecret = Required<Omit<Secret, 'filled' | 'wantedBy' | 'usedAt'>> & Pick<Secret, 'usedAt'>;

export type SecretStore = ReturnType<typeof secretStore>;

/** Rows about secrets; never a value. */
export function secretStore(database: Database) {
  const all = database.prepare<[], SecretRow>('SELECT * FROM secrets ORDER BY name');
  const one = database.prepare<[string], SecretRow>('SELECT * FROM secrets WHERE name = ?');
  const write = database.prepare(
    `INSERT INTO secrets (name, kind, length_class, hosts, created_at, changed_at, used_at)
     VALUES (@name, @kind, @lengthClass, @hosts, @createdAt, @changedAt, @usedAt)
     ON CONFLICT (name) DO UPDATE SET kind = excluded.kind, length_class = excluded.length_class, hosts = excluded.hosts,
       changed_at = excluded.changed_at`,
  );
  const setHosts = database.prepare<[string, string]>('UPDATE secrets SET hosts = ? WHERE name = ?');
  const setUsed = database.prepare<[number, string]>('UPDATE secrets SET used_at = ? WHERE name = ?');
  const remove = database.prepare<[string]>('DELETE FROM secrets WHERE name = ?');
  return {
    all: (): StoredSecret[] => all.all().map(toSecret),
    get(name: string): StoredSecret | undefined {
      const row = one.get(name);
      return row && toSecret(row);
    },
    write: ({ hosts, usedAt, ...secret }: StoredSecret): void => {
      write.run({ ...secret, hosts: JSON.stringify(hosts), usedAt: usedAt ?? null });
    },
    setHosts: (name: string, hosts: string[]): void => void setHosts.run(JSON.stringify(hosts), name),
    setUsed: (name: string, at: number): void => void setUsed.run(at, name),
    remove: (name: string): void => void remove.run(name),
  };
}

function toSecret(row: SecretRow): StoredSecret {
  return {
    name: row.name,
    kind: row.kind,
    lengthClass: row.length_class,
    hosts: JSON.parse(row.hosts) as string[],
    createdAt: row.created_at,
    changedAt: row.changed_at,
    ...(row.used_at === null ? {} : { usedAt: row.used_at }),
  };
}
