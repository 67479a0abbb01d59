import type { VoiceState } from '../../../contract/voice.ts';
import type { OpenDevice } from '../../app/open-device.ts';

export type VoiceProblem = {
  /** `unheard`: nothing on this machine understands speech, or the wake phrase. */
  kind: 'denied' | 'none' | 'busy' | 'unheard' | 'engine';
  message: string;
};

export type VoicePageState = {
  /** `elsewhere`: another window of this browser has the microphone. */
  phase: 'off' | 'starting' | 'on' | 'elsewhere' | 'failed';
  problem?: VoiceProblem | undefined;
  /** What the session does, while the phase is `on`. */
  state: VoiceState;
  /** What was understood of what is being said. */
  words: string;
  /** What was not understood, or went wrong, last. */
  trouble?: string | undefined;
  isTalking: boolean;
  /** What it listens with, as the system names it. */
  device?: OpenDevice | undefined;
  /** The call it is open for. */
  callId?: string | undefined;
  /** Where the last command went. */
  conversationId?: string | undefined;
};
