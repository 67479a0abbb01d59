import type { McpServer } from '../../../contract/mcp.ts';
import type { Engine } from '../../engine/connect.ts';
import { t } from '../../../words/words.ts';

/** Reads again what a change of a server is about. Fails where the server is gone. */
export function readServer<Fields>(
  { client }: Pick<Engine, 'client'>,
  name: string,
  fieldsOf: (server: McpServer) => Fields,
): () => Promise<{ fields: Fields; hash: string }> {
  return async () => {
    const server = (await client.mcp.list()).find((one) => one.name === name);
    if (!server) throw new Error(t('{{name}} is no longer there', { name }));
    return { fields: fieldsOf(server), hash: server.hash };
  };
}
