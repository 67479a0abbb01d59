import type { Client, LoggingLevel } from '@modelcontextprotocol/client';
import type { ServerLog } from './server-log.ts';
import { plainWords } from './tool-definition.ts';

const level: LoggingLevel = 'info';

/** What the server says of its own accord stands with what it prints. */
export function followLog(client: Client, log: ServerLog): void {
  client.setNotificationHandler('notifications/message', ({ params }) => {
    const said = typeof params.data === 'string' ? params.data : JSON.stringify(params.data);
    const from = params.logger === undefined ? '' : `${params.logger}: `;
    log.add('server', plainWords(`[${params.level}] ${from}${said}`, 2000));
  });
}

/** In the older way a server is told how much of it to say; one that cannot be told goes on as it does. */
export async function askForLog(client: Client, log: ServerLog, timeout: number): Promise<void> {
  if (!client.getServerCapabilities()?.logging || client.getProtocolEra() !== 'legacy') return;
  try {
    await client.setLoggingLevel(level, { timeout });
  } catch (error) {
    log.add('heron', `It does not say what it does: ${plainWords(String(error), 200)}`);
  }
}
