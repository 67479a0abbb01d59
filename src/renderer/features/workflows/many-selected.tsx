import {
  AlignCenterHorizontal,
  AlignCenterVertical,
  AlignEndHorizontal,
  AlignEndVertical,
  AlignStartHorizontal,
  AlignStartVertical,
  Copy,
  Frame,
  type LucideIcon,
  Trash2,
} from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import type { BuildActions } from './build-actions.ts';
import { useBuilderParts, useBuilderState } from './builder-context.ts';
import { align, type Edge } from './document/clipboard.ts';
import { positionsOf } from './positions.ts';
import { t } from '../../../words/words.ts';

const edges = (): { edge: Edge; label: string; icon: LucideIcon }[] => [
  { edge: 'left', label: t('Align left'), icon: AlignStartVertical },
  { edge: 'middle', label: t('Align middles'), icon: AlignCenterVertical },
  { edge: 'right', label: t('Align right'), icon: AlignEndVertical },
  { edge: 'top', label: t('Align tops'), icon: AlignStartHorizontal },
  { edge: 'centre', label: t('Align centres'), icon: AlignCenterHorizontal },
  { edge: 'bottom', label: t('Align bottoms'), icon: AlignEndHorizontal },
];

/** What can be done with several steps at once. */
export function ManySelected({ places, actions }: { places: readonly string[]; actions: BuildActions }) {
  const { builder, catalogue } = useBuilderParts();
  const own = useBuilderState(({ history }) => history.present.tasks).flatMap(({ id }) =>
    places.includes(id) ? [id] : [],
  );
  const line = (edge: Edge): void =>
    builder.edit((document) => {
      const positions = positionsOf(document, catalogue);
      const boxes = own.flatMap((id) => {
        const at = positions.get(id);
        return at ? [{ id, ...at, ...actions.sizeOf(id) }] : [];
      });
      return align(document, boxes, edge);
    });
  return (
    <div className="space-y-4 p-4">
      <h2 className="text-sm font-semibold">{t('{{places}} selected', { places: places.length })}</h2>
      {own.length > 1 && (
        <div role="group" aria-label={t('Align')} className="flex gap-1">
          {edges().map(({ edge, label, icon }) => (
            <IconButton key={edge} label={label} icon={icon} variant="secondary" onClick={() => line(edge)} />
          ))}
        </div>
      )}
      <div className="flex flex-wrap gap-2">
        {own.length > 0 && (
          <Button size="sm" icon={Frame} onClick={() => actions.frame(places)}>
            {t('Put a frame around them')}
          </Button>
        )}
        <Button size="sm" icon={Copy} onClick={() => actions.duplicate(places)}>
          {t('Duplicate')}
        </Button>
        <Button size="sm" icon={Trash2} onClick={() => actions.remove(places)}>
          {t('Delete')}
        </Button>
      </div>
    </div>
  );
}
