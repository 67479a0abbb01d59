import type { LaneSettings } from '../../../../contract/lanes.ts';

/** What conversations know of the rest of Heron, to decide who has a turn. */
export type LaneParts = {
  settings: () => LaneSettings;
  /** Whether several messages can be understood as one: the rules read a sentence at a time. */
  canCollect: () => boolean;
  /** Whether a run of the conversation is being worked on. */
  isWorking: (conversationId: string) => boolean;
  /** Whether a run has not ended. */
  isRunning: (runId: string) => boolean;
  /** Conversations with a run that does something, and does not only wait for its beginning. */
  running: () => string[];
  /** Ends what is worked on in a conversation; resolves when it is over. */
  stopRuns: (conversationId: string) => Promise<void>;
};
