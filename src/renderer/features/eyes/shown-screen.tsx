import { useState } from 'react';
import type { Reading } from '../../../contract/eyes.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { asPng } from './as-png.ts';
import { Frame } from './frame.tsx';
import { LiveView } from './live-view.tsx';
import type { EyesSectionProps } from './section-props.ts';
import { t } from '../../../words/words.ts';

type Read = { reading: Reading; canvas: HTMLCanvasElement };

/** What is shown, and what Heron would read there. */
export function ShownScreen({ eyes, stream }: Pick<EyesSectionProps, 'eyes'> & { stream: MediaStream }) {
  const { engine } = useHeron();
  const [read, setRead] = useState<Read>();
  const reading = useAction(t('Could not read the text'), async () => {
    const taken = await eyes.take('screen');
    if (!taken) return;
    setRead({ reading: await engine.client.eyes.read({ picture: await asPng(taken.canvas) }), canvas: taken.canvas });
  });
  return (
    <div className="space-y-3">
      <LiveView stream={stream} label={t('What you show')} />
      <Button isLoading={reading.isBusy} onClick={() => void reading.run()}>
        {t('Try reading it')}
      </Button>
      {read && <WhatWasRead {...read} />}
    </div>
  );
}

function WhatWasRead({ reading: { words, text, tookMs }, canvas }: Read) {
  return (
    <div className="space-y-1.5">
      <p className="flex items-center gap-2 text-xs text-muted">
        {t('{{words}} words in {{toFixed}} s', { words: words.length, toFixed: (tookMs / 1000).toFixed(1) })}
        <CopyButton text={text} label={t('Copy the text')} />
      </p>
      <div
        role="img"
        aria-label={t('Where the {{words}} words stand', { words: words.length })}
        className="relative mx-auto w-fit overflow-hidden rounded-md border bg-sunken"
      >
        <Still canvas={canvas} />
        {words.map(({ text: word, box }, index) => (
          <Frame key={`${index} ${word}`} region={box} className="border border-accent" />
        ))}
      </div>
      <pre
        tabIndex={0}
        aria-label={t('The text that was read')}
        className="max-h-60 overflow-auto rounded-md border bg-sunken p-3 text-xs whitespace-pre-wrap"
      >
        {text === '' ? t('No text was found.') : text}
      </pre>
    </div>
  );
}

/** The picture itself, not a copy: it is used nowhere else. */
function Still({ canvas }: { canvas: HTMLCanvasElement }) {
  const put = (place: HTMLSpanElement | null): void => {
    place?.replaceChildren(canvas);
  };
  return <span ref={put} className="[&>canvas]:block [&>canvas]:max-h-72 [&>canvas]:max-w-full" />;
}
