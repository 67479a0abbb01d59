import type { VoiceSettings } from '../../../contract/voice.ts';
import type { VoicePageState } from './page-state.ts';
import { t } from '../../../words/words.ts';

/** What is going on, in a few words. */
export function voiceWords(
  { phase, state, isTalking, callId }: VoicePageState,
  { trigger, wakePhrase }: VoiceSettings,
  /** Empty: there are none, only the button. */
  talkKeys: string,
): string {
  if (phase === 'starting') return t('Opening the microphone');
  if (phase === 'elsewhere') return t('Another window listens');
  switch (state) {
    case 'waiting':
      if (callId !== undefined && trigger !== 'hold')
        return t('On the line: say “{{wakePhrase}}” to talk', { wakePhrase: capitalised(wakePhrase) });
      if (trigger === 'wake') return t('Listening for “{{wakePhrase}}”', { wakePhrase: capitalised(wakePhrase) });
      if (talkKeys === '') return trigger === 'hold' ? t('Hold the button to talk') : t('Press the button to talk');
      return trigger === 'hold'
        ? t('Hold {{talkKeys}} to talk', { talkKeys })
        : t('Press {{talkKeys}} to talk', { talkKeys });
    case 'ready':
      return isTalking ? t('Talk now') : t('Listening to you');
    case 'hearing':
      return t('Hearing you');
    case 'thinking':
      return t('Working on it');
    case 'asking':
      return t('Waiting for your yes or no');
    case 'speaking':
      return t('Speaking');
  }
}

/** Said to a screen reader: changes of what it does, and what was understood, not every word of it on the way. */
export function announcement(page: VoicePageState): string {
  if (page.phase === 'off') return t('The microphone is off');
  if (page.phase !== 'on') return '';
  if (page.trouble !== undefined) return page.trouble;
  if (page.state === 'thinking')
    return page.words === '' ? t('Working on it') : t('Understood: {{words}}', { words: page.words });
  if (page.state === 'ready') return t('Listening to you');
  return page.state === 'asking' ? t('Waiting for your yes or no') : '';
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
