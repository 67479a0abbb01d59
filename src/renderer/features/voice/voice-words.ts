import type { VoiceSettings } from '../../../contract/voice.ts';
import type { VoicePageState } from './page-state.ts';

export const talkKeys = 'Alt+V';

/** What is going on, in a few words. */
export function voiceWords(
  { phase, state, isTalking }: VoicePageState,
  { trigger, wakePhrase }: VoiceSettings,
): string {
  if (phase === 'starting') return 'Opening the microphone';
  if (phase === 'elsewhere') return 'Another window listens';
  switch (state) {
    case 'waiting':
      if (trigger === 'wake') return `Listening for “${capitalised(wakePhrase)}”`;
      return trigger === 'hold' ? `Hold ${talkKeys} to talk` : `Press ${talkKeys} to talk`;
    case 'ready':
      return isTalking ? 'Talk now' : 'Listening to you';
    case 'hearing':
      return 'Hearing you';
    case 'thinking':
      return 'Working on it';
    case 'asking':
      return 'Waiting for your answer';
    case 'speaking':
      return 'Speaking';
  }
}

/** Said to a screen reader: changes of what it does, and what was understood, not every word of it on the way. */
export function announcement(page: VoicePageState): string {
  if (page.phase === 'off') return 'The microphone is off';
  if (page.phase !== 'on') return '';
  if (page.trouble !== undefined) return page.trouble;
  if (page.state === 'thinking') return page.words === '' ? 'Working on it' : `Understood: ${page.words}`;
  if (page.state === 'ready') return 'Listening to you';
  return page.state === 'asking' ? 'Waiting for your answer' : '';
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
