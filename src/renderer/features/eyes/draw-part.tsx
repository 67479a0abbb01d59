import { SquareDashedMousePointer } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { Region } from '../../../contract/eyes.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Frame } from './frame.tsx';
import { PartOfPicture } from './part-of-picture.tsx';
import { SourceList } from './source-list.tsx';
import type { Eyes } from './store.ts';
import { t } from '../../../words/words.ts';

interface DrawPartProps {
  eyes: Eyes;
  title: string;
  text: string;
  /** Drawn already. */
  regions: readonly Region[];
  /** `black`: nothing of it is seen; `frame`: it alone is. */
  mark: 'black' | 'frame';
  onPart: (region: Region) => void;
  disabled?: boolean;
}

/** Draws a part over a still picture of a screen, which is shown to nobody else and kept nowhere. */
export function DrawPart({ eyes, title, text, regions, mark, onPart, disabled = false }: DrawPartProps) {
  const { problem } = useStore(eyes.state, ({ screen }) => screen);
  const [still, setStill] = useState<HTMLCanvasElement>();
  const [isOpen, setIsOpen] = useState(false);
  const choose = useAction(t('Could not show it'), async (name: string) => {
    if (!(await eyes.open('screen', { title: name }))) return;
    setStill(eyes.look('screen'));
    eyes.stop('screen');
  });
  const begin = (): void => {
    setStill(eyes.state.getState().screen.phase === 'on' ? eyes.look('screen') : undefined);
    setIsOpen(true);
  };
  const marked = mark === 'black' ? { colour: '#000' } : { className: 'border-2 border-accent' };
  return (
    <>
      <Button size="sm" icon={SquareDashedMousePointer} disabled={disabled} onClick={begin}>
        {t('Draw a part…')}
      </Button>
      <Dialog
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        size="lg"
        title={title}
        text={text}
        footer={
          <Button variant="primary" onClick={() => setIsOpen(false)}>
            {t('Done')}
          </Button>
        }
      >
        <div className="space-y-4">
          {problem && <Notice tone="warning">{problem.message}</Notice>}
          {still ? (
            <PartOfPicture canvas={still} label={t('A picture of your screen')} onPart={onPart}>
              {regions.map((region) => (
                <Frame key={JSON.stringify(region)} region={region} {...marked} />
              ))}
            </PartOfPicture>
          ) : (
            <SourceList kind="screen" isBusy={choose.isBusy} onChoose={(name) => void choose.run(name)} />
          )}
        </div>
      </Dialog>
    </>
  );
}
