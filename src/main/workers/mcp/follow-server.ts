import type { Client, ElicitRequestParams, ElicitResult, LoggingLevel } from '@modelcontextprotocol/client';
import type { AskOptions } from './ask-server.ts';
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

/**
 * What a server asks the person is about the call that is under way. While there are several nobody knows about which, so that nobody is
 * asked; nor is anybody who would have to open a page.
 */
export async function answerServer(
  params: ElicitRequestParams,
  underWay: ReadonlySet<AskOptions>,
  log: ServerLog,
): Promise<ElicitResult> {
  const [call] = underWay;
  if (!('requestedSchema' in params) || !call || underWay.size > 1) {
    const why = underWay.size > 1 ? 'several calls are under way' : 'there is no call it could be about';
    log.add('heron', `It asked something, and nobody was asked: ${why}`);
    return { action: 'cancel' };
  }
  const { message, requestedSchema } = params;
  try {
    const { action, content } = await call.onQuestion({ message, requestedSchema });
    log.add('heron', `It asked: ${plainWords(message, 300)}; the answer: ${action}`);
    return { action, ...(content ? { content: content as NonNullable<ElicitResult['content']> } : {}) };
  } catch (error) {
    log.add('heron', `It asked what cannot be asked: ${plainWords(String(error), 300)}`);
    return { action: 'cancel' };
  }
}
