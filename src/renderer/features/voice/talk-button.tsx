import { Mic } from 'lucide-react';
import type { PointerEvent } from 'react';
import type { VoiceTrigger } from '../../../contract/voice.ts';
import { useHeron } from '../../app/heron-context.ts';
import { Button } from '../../ui/button.tsx';
import type { VoicePageState } from './page-state.ts';
import { t } from '../../../words/words.ts';

interface TalkButtonProps {
  page: VoicePageState;
  trigger: VoiceTrigger;
}

/** Talking without the wake phrase: pressed and held, or pressed once and once more. */
export function TalkButton({ page, trigger }: TalkButtonProps) {
  const { voice } = useHeron();
  const { isTalking } = page;
  const hold = {
    onPointerDown: (event: PointerEvent<HTMLButtonElement>) => {
      event.currentTarget.setPointerCapture(event.pointerId);
      voice.talk(true);
    },
    onPointerUp: () => voice.talk(false),
    onPointerCancel: () => voice.talk(false),
  };
  return (
    <Button
      size="sm"
      variant={isTalking ? 'primary' : 'secondary'}
      icon={Mic}
      aria-pressed={isTalking}
      disabled={page.phase !== 'on'}
      {...(trigger === 'hold' ? hold : { onClick: () => voice.talk(!isTalking) })}
    >
      {trigger === 'hold' ? t('Hold to talk') : isTalking ? t('Done') : t('Talk')}
    </Button>
  );
}
