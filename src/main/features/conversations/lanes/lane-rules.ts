import type { Conversation, QueuedMessage } from '../../../../contract/conversations.ts';
import type { LaneSettings, QueueMode } from '../../../../contract/lanes.ts';
import type { KeptQueued } from '../queue-store.ts';
import type { Waiting } from './lane.ts';
import type { LaneParts } from './lane-parts.ts';

export type LaneRules = ReturnType<typeof createLaneRules>;

/** What the settings say of messages, for the channel they came by. */
export function createLaneRules(
  { settings, canCollect }: Pick<LaneParts, 'settings' | 'canCollect'>,
  channelOf: (conversationId: string) => Conversation['channel'],
) {
  const of = (channel: Conversation['channel']): Partial<LaneSettings['channels'][number]> =>
    settings().channels.find((one) => one.channel === channel?.name) ?? {};
  const asPossible = (mode: QueueMode): QueueMode => (mode === 'collect' && !canCollect() ? 'followup' : mode);
  return {
    /** Without a model nothing is said together. */
    asPossible,
    places: (): number => settings().conversations,
    limits: (): Pick<LaneSettings, 'cap' | 'whenFull'> => settings(),
    /** How a message waits that says nothing of it. */
    modeIn: (channel: Conversation['channel']): QueueMode => of(channel).mode ?? settings().mode,
    /** How long more of the same is waited for though nothing is under way: what is typed is the whole. */
    firstWaitMs: (channel: Conversation['channel']): number =>
      channel === undefined || !canCollect() ? 0 : (of(channel).debounceMs ?? settings().debounceMs),
    toWaiting: (queued: KeptQueued): Waiting => {
      const { id, at, mode, conversationId } = queued;
      const { debounceMs = settings().debounceMs } = of(channelOf(conversationId));
      return {
        ...{ id, at, debounceMs, kind: kindOf(queued) },
        mode: asPossible(mode),
      };
    },
  };
}

/** What differs in this was not meant to be done together. */
function kindOf({ baseFolder, elevated, origin }: QueuedMessage): string {
  return JSON.stringify([baseFolder ?? null, elevated ?? null, origin ?? null]);
}
