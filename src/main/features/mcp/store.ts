import { type McpCall, mostMcpCalls } from '../../../contract/mcp-handed-on.ts';
import { type McpAbout, type McpConnection, type McpOfferRules, usualMcpOffer } from '../../../contract/mcp.ts';
import type { Database } from '../../base/database.ts';
import type { Listing } from '../../workers/mcp/listing.ts';

/** A server as it is kept, with what it listed last. */
export type KeptServer = {
  name: string;
  connection: McpConnection;
  isOn: boolean;
  about: McpAbout | undefined;
  listing: Listing;
  off: string[];
  addedAt: number;
};

type Row = {
  name: string;
  connection: string;
  is_on: number;
  about: string | null;
  tools: string;
  /** All that is no tool; null until it was listed. */
  others: string | null;
  off: string;
  added_at: number;
};

export type McpStore = ReturnType<typeof mcpStore>;

export function mcpStore(database: Database) {
  const all = database.prepare<[], Row>('SELECT * FROM mcp_servers ORDER BY name');
  const one = database.prepare<[string], Row>('SELECT * FROM mcp_servers WHERE name = ?');
  const put = database.prepare(
    `INSERT OR REPLACE INTO mcp_servers (name, connection, is_on, about, tools, others, off, added_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const remove = database.prepare<[string]>('DELETE FROM mcp_servers WHERE name = ?');
  return {
    all: (): KeptServer[] => all.all().map(fromRow),
    get(name: string): KeptServer | undefined {
      const row = one.get(name);
      return row && fromRow(row);
    },
    put({ name, connection, isOn, about, listing, off, addedAt }: KeptServer): void {
      const { tools, ...others } = listing;
      const said = about ? JSON.stringify(about) : null;
      put.run(
        name,
        JSON.stringify(connection),
        isOn ? 1 : 0,
        said,
        JSON.stringify(tools),
        JSON.stringify(others),
        JSON.stringify(off),
        addedAt,
      );
    },
    remove: (name: string): void => void remove.run(name),
  };
}

function fromRow({ name, connection, is_on, about, tools, others, off, added_at }: Row): KeptServer {
  return {
    name,
    connection: JSON.parse(connection) as McpConnection,
    isOn: is_on === 1,
    about: about === null ? undefined : (JSON.parse(about) as McpAbout),
    listing: {
      tools: JSON.parse(tools) as Listing['tools'],
      ...(others === null ? { prompts: [] } : (JSON.parse(others) as Omit<Listing, 'tools'>)),
    },
    off: JSON.parse(off) as string[],
    addedAt: added_at,
  };
}

export type OfferStore = ReturnType<typeof offerStore>;

/** One row, once somebody has said which actions are offered. */
export function offerStore(database: Database) {
  const read = database.prepare<[], { rules: string }>('SELECT rules FROM mcp_offer');
  const write = database.prepare<[string]>('INSERT OR REPLACE INTO mcp_offer (one, rules) VALUES (1, ?)');
  return {
    read(): McpOfferRules {
      const row = read.get();
      return row ? (JSON.parse(row.rules) as McpOfferRules) : usualMcpOffer;
    },
    write: (rules: McpOfferRules): void => void write.run(JSON.stringify(rules)),
  };
}

export type CallStore = ReturnType<typeof callStore>;

/** Which runs MCP clients have started. */
export function callStore(database: Database) {
  const fields = 'run_id AS runId, action, at';
  const add = database.prepare<[string, string, number]>('INSERT INTO mcp_calls (run_id, action, at) VALUES (?, ?, ?)');
  const one = database.prepare<[string], McpCall>(`SELECT ${fields} FROM mcp_calls WHERE run_id = ?`);
  const last = database.prepare<[number], McpCall>(`SELECT ${fields} FROM mcp_calls ORDER BY number DESC LIMIT ?`);
  return {
    add: ({ runId, action, at }: McpCall): void => void add.run(runId, action, at),
    get: (runId: string): McpCall | undefined => one.get(runId),
    last: (): McpCall[] => last.all(mostMcpCalls),
  };
}
