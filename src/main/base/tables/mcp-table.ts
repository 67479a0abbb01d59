/** A migration. What was listed last is kept, so that actions are known before anybody speaks with the server; and which of Heron's own are offered. */
export const tableOfMcpServers = {
  name: 'MCP servers',
  up: `
    CREATE TABLE mcp_servers (
      name TEXT PRIMARY KEY,
      connection TEXT NOT NULL,
      is_on INTEGER NOT NULL,
      about TEXT,
      tools TEXT NOT NULL,
      off TEXT NOT NULL,
      added_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE mcp_offer (one INTEGER PRIMARY KEY CHECK (one = 1), rules TEXT NOT NULL) STRICT;
  `,
  down: 'DROP TABLE mcp_offer; DROP TABLE mcp_servers;',
};

export const resourcesOfMcpServers = {
  name: 'resources and prompts of MCP servers',
  up: 'ALTER TABLE mcp_servers ADD COLUMN others TEXT;',
  down: 'ALTER TABLE mcp_servers DROP COLUMN others;',
};

/** Which runs are calls of MCP clients: what those made, and nothing else, can be read by them. */
export const tableOfMcpCalls = {
  name: 'calls of MCP clients',
  up: `
    CREATE TABLE mcp_calls (
      number INTEGER PRIMARY KEY,
      run_id TEXT NOT NULL UNIQUE,
      action TEXT NOT NULL,
      at INTEGER NOT NULL
    ) STRICT;
  `,
  down: 'DROP TABLE mcp_calls;',
};
