import { Check, Copy, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { copyText } from './copy-text.ts';
import { IconButton } from './icon-button.tsx';
import { VisuallyHidden } from './visually-hidden.tsx';
import { t } from '../../words/words.ts';

const looks = () => ({
  idle: { icon: Copy, said: '' },
  copied: { icon: Check, said: t('Copied') },
  refused: { icon: X, said: t('Could not copy') },
});

interface CopyButtonProps {
  text: string;
  label?: string;
  size?: 'sm' | 'md';
  className?: string;
}

export function CopyButton({ text, label = t('Copy'), size = 'sm', className }: CopyButtonProps) {
  const [state, setState] = useState<keyof ReturnType<typeof looks>>('idle');
  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => setState('idle'), 1500);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = () => {
    copyText(text).then(
      () => setState('copied'),
      () => setState('refused'),
    );
  };
  return (
    <>
      <IconButton label={label} icon={looks()[state].icon} size={size} onClick={copy} className={className} />
      <span role="status">
        <VisuallyHidden>{looks()[state].said}</VisuallyHidden>
      </span>
    </>
  );
}
