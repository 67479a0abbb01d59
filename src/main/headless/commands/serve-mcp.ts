import { exitCode } from '../exit-code.ts';
import type { CommandContext } from '../command-context.ts';
import { withEngine } from './command.ts';

/** `heron mcp serve`: Heron as an MCP server on this process's input and output, until the input ends. */
export function serveMcp({ terminal, openEngine, app }: CommandContext): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const { serveStdio, StdioServerTransport } = await import('@modelcontextprotocol/server/stdio');
    const { createHeronServer } = await import('../../gateway/mcp/heron-server.ts');
    const { createNews } = await import('../../gateway/mcp/news.ts');
    const news = createNews(client);
    const { promise: over, resolve } = Promise.withResolvers<undefined>();
    const endListening = terminal.onInterrupt(() => resolve(undefined));
    process.stdin.once('end', () => resolve(undefined));
    const serving = serveStdio(() => createHeronServer({ client, version: app.version, news }), {
      transport: new StdioServerTransport(),
      onerror: (error) => terminal.err(error.message),
    });
    try {
      await over;
      return exitCode.completed;
    } finally {
      endListening();
      await serving.close();
    }
  });
}
