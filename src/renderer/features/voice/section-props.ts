import type { VoiceSettings } from '../../../contract/voice.ts';

/** What each part of the settings of voice is given. */
export type VoiceSectionProps = { chosen: VoiceSettings; onChange: (patch: Partial<VoiceSettings>) => void };
