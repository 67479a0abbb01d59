import { Crop, Square } from 'lucide-react';
import { useState } from 'react';
import type { Region } from '../../../contract/eyes.ts';
import { Button } from '../../ui/button.tsx';
import { coverUp, cutOut } from './covers.ts';
import { PartOfPicture } from './part-of-picture.tsx';
import type { Picture } from './view-state.ts';
import { t } from '../../../words/words.ts';

interface PicturePreviewProps {
  picture: Picture;
  onChange: (picture: Picture) => void;
}

/** A picture as it will be used; the part that is dragged over, or chosen by keys, is blacked out, or alone kept. */
export function PicturePreview({ picture: { canvas, title }, onChange }: PicturePreviewProps) {
  const [cuts, setCuts] = useState(false);
  const take = (region: Region): void => {
    if (cuts) return onChange({ canvas: cutOut(canvas, region), title });
    const copy = cutOut(canvas, { x: 0, y: 0, width: 1, height: 1 });
    coverUp(copy, [region]);
    onChange({ canvas: copy, title });
  };
  return (
    <div className="space-y-2">
      <Tools cuts={cuts} onChoose={setCuts} size={`${canvas.width} × ${canvas.height}`} />
      <PartOfPicture
        canvas={canvas}
        label={
          title === '' ? t('The picture that will be used') : t('The picture of {{title}} that will be used', { title })
        }
        onPart={take}
      />
    </div>
  );
}

function Tools({ cuts, onChoose, size }: { cuts: boolean; onChoose: (cuts: boolean) => void; size: string }) {
  return (
    <div className="flex flex-wrap gap-2" role="group" aria-label={t('What dragging does')}>
      <Button
        size="sm"
        icon={Square}
        variant={cuts ? 'ghost' : 'secondary'}
        aria-pressed={!cuts}
        onClick={() => onChoose(false)}
      >
        {t('Black out')}
      </Button>
      <Button
        size="sm"
        icon={Crop}
        variant={cuts ? 'secondary' : 'ghost'}
        aria-pressed={cuts}
        onClick={() => onChoose(true)}
      >
        {t('Keep only a part')}
      </Button>
      <span className="ml-auto self-center text-xs text-muted tabular-nums">{size}</span>
    </div>
  );
}
