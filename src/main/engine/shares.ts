import type { Conversation } from '../../contract/conversations.ts';
import type { EventLog } from '../base/event-log.ts';
import { traceContext } from '../base/trace-context.ts';
import type { SharesOf } from '../models/guards/shares.ts';

type Found = Pick<Conversation, 'folder' | 'channel'>;

type Origin = { conversationId?: string | undefined; channel?: string | undefined; isBackground?: boolean };

/** Which way a request came, and in which folder it is. */
export function findingShares(
  log: Pick<EventLog, 'list'>,
  conversation: (conversationId: string) => Found | undefined,
): SharesOf {
  /** What started a run says more than where somebody was at the time; what an agent spawned came as the agent did. */
  function originOf(runId: string): Origin {
    const [created] = log.list({ types: ['run.created'], scope: { runId }, limit: 1 });
    if (created?.type !== 'run.created') return {};
    const { trigger, spawnedBy, surface } = created.payload;
    const { conversationId } = created.scope;
    if (trigger) {
      const isBackground = !trigger.isWanted && (trigger.kind === 'schedule' || trigger.kind === 'poll');
      return { conversationId, channel: trigger.isHeartbeat ? 'heartbeat' : trigger.kind, isBackground };
    }
    const parent = spawnedBy ? originOf(spawnedBy.runId) : { channel: surface };
    const channel = held(conversationId)?.channel?.name ?? parent.channel;
    return { conversationId, channel, isBackground: spawnedBy?.isBackground ?? parent.isBackground ?? false };
  }

  const held = (conversationId: string | undefined): Found | undefined =>
    conversationId === undefined ? undefined : conversation(conversationId);

  return ({ runId, conversationId, channel: said }) => {
    const origin: Origin = runId === undefined ? {} : originOf(runId);
    const found = held(conversationId ?? origin.conversationId);
    const channel = said ?? origin.channel ?? found?.channel?.name ?? traceContext()?.surface;
    return { channel, folder: found?.folder, isBackground: origin.isBackground ?? false };
  };
}
