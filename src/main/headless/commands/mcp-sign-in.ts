import { printableLine } from '../../base/printable.ts';
import { exitCode } from '../exit-code.ts';
import { type CommandParts, withEngine } from './command.ts';

const noRuns = { resumesRuns: false };

/** `heron mcp login <name>`: writes the page to open and waits for what the person does there. */
export function signIn({ terminal, openEngine }: CommandParts, name: string): Promise<number> {
  return withEngine(openEngine, noRuns, async (client) => {
    const over = new AbortController();
    const endListening = terminal.onInterrupt(() => over.abort());
    try {
      const types = ['mcp.signedIn', 'mcp.signInFailed'];
      const events = await client.events.watch({ types }, { signal: over.signal });
      const { page } = await client.mcp.signIn({ name });
      terminal.err('Open this page in a browser on this machine:');
      terminal.out(page);
      for await (const { type, payload } of events) {
        if (payload === null || (payload as { name?: unknown }).name !== name) continue;
        if (type === 'mcp.signedIn') {
          terminal.err(printableLine(`You are signed in at ${name}`));
          return exitCode.completed;
        }
        const { error } = payload as { error: { message: string } };
        terminal.err(printableLine(error.message));
        return exitCode.failed;
      }
      return exitCode.failed;
    } finally {
      endListening();
      over.abort();
    }
  });
}

/** `heron mcp logout <name>` */
export function signOut({ terminal, openEngine }: CommandParts, name: string): Promise<number> {
  return withEngine(openEngine, noRuns, async (client) => {
    await client.mcp.signOut({ name });
    terminal.err(printableLine(`The sign-in at ${name} is forgotten`));
    return exitCode.completed;
  });
}
