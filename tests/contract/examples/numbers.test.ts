import { join } from 'node:path';
import SqliteFile from 'better-sqlite3';
import { canStart, startPostgresql, type TestServer } from '../../../workers/database/fixtures/servers.ts';
import { type Example, save, testExamples } from './run-examples.ts';

const calculator: Record<string, Example> = {
  calculate: { gives: { value: 12 } },
  convert: { gives: { from: 'miles', to: 'km' } },
};

const clock: Record<string, Example> = {
  now: { gives: {} },
  wait: { gives: {} },
};

function before(home: string): void {
  save(home, {
    'sales.csv': 'customer,city,amount\n1,Bergen,120\n2,Oslo,80\n1,Bergen,60\n',
    'customers.csv': 'customer,name\n1,Ada\n2,Ole\n',
  });
}

const data: Record<string, Example> = {
  profile: { before, gives: { format: 'csv', rows: 3 } },
  filter: { before, gives: { total: 1, truncated: false } },
  aggregate: { before, gives: { total: 2 } },
  join: { before, gives: { total: 3 } },
  query: { before, gives: { total: 2 } },
  convert: { before, gives: { rows: 3 } },
};

const chart: Record<string, Example> = {
  draw: { before, gives: { kind: 'bar', rows: 3 } },
};

function birds(home: string): void {
  const database = new SqliteFile(join(home, 'birds.db'));
  database.exec("CREATE TABLE bird (name TEXT, weight REAL); INSERT INTO bird VALUES ('heron', 1.5), ('wren', 0.01)");
  database.close();
}

let server: TestServer | undefined;
const shop = {
  before: () => {
    server?.run(`SET ROLE anna; DROP TABLE IF EXISTS product; CREATE TABLE product (id int PRIMARY KEY, name text, price numeric);
      INSERT INTO product VALUES (6, 'nest', 4), (7, 'field guide', 19.9)`);
  },
  missing: canStart.postgresql ? undefined : 'PostgreSQL is not on this machine',
};

const database: Record<string, Example> = {
  schema: { before: birds, gives: { tables: [{ name: 'bird' }] } },
  query: { ...shop, gives: { rows: [['field guide', '19.9']], truncated: false } },
  change: { before: birds, gives: { changed: 1 } },
  write: { ...shop, gives: { changed: 1 } },
  explain: { ...shop, gives: {} },
  export: { before: birds, gives: { format: 'csv', rows: 2 } },
};

testExamples(
  'numbers',
  { calculator, clock, data, chart, database },
  {
    begin: async () => {
      if (canStart.postgresql) server = await startPostgresql();
    },
    here: () => [['postgresql://anna@db.example.org/shop', server?.url ?? '']],
    prepare: async ({ client }) => {
      await client.secrets.set({ name: 'database-shop', value: 'sesame', hosts: ['127.0.0.1'] });
    },
    end: () => server?.end(),
  },
);
