import { Copy, Frame, LayoutGrid, Play, Plus, SquareDashed, StickyNote, Trash2, Ungroup, Unlink } from 'lucide-react';
import { useState } from 'react';
import type { CanvasPoint } from '../../../contract/canvas.ts';
import { type MenuItem, PointMenu } from '../../ui/menu.tsx';
import { t } from '../../../words/words.ts';
import type { BuildActions } from './build-actions.ts';
import { useBuilderParts } from './builder-context.ts';
import type { Builder } from './builder-store.ts';
import { frameAt, ownSteps } from './document/frames.ts';
import { taskAt } from './document/place.ts';
import type { FlowEdge } from './flow-edges.ts';
import type { CanvasMenuActions, OpenedMenu } from './canvas-menu-parts.ts';

type Groups = { items: MenuItem[] }[];

interface CanvasMenuProps extends CanvasMenuActions {
  opened: OpenedMenu;
  onClose: () => void;
}

/** What can be done with what is under the pointer. */
export function CanvasMenu({ opened, onClose, ...given }: CanvasMenuProps) {
  const { builder } = useBuilderParts();
  const { at, over } = opened;
  const groups = useState(() => {
    if (over.kind === 'pane') return onPane(given, builder, over.point);
    return over.kind === 'edge' ? onEdge(given, over.edge) : onPlaces(given, builder, over.places);
  })[0];
  return <PointMenu {...{ at, groups, onClose }} />;
}

function onPane({ actions, onAddAt }: CanvasMenuActions, builder: Builder, at: CanvasPoint): Groups {
  return [
    {
      items: [
        { label: t('Add a step here'), icon: Plus, keys: 'A', onSelect: () => onAddAt(at) },
        { label: t('Add a note here'), icon: StickyNote, onSelect: () => actions.addNote(at) },
      ],
    },
    {
      items: [
        {
          ...{ label: t('Choose all'), icon: SquareDashed, keys: 'Mod+A' },
          onSelect: () => builder.select(actions.all()),
        },
        { label: t('Tidy up'), icon: LayoutGrid, onSelect: actions.tidy },
      ],
    },
  ];
}

function onEdge({ actions, onInsert }: CanvasMenuActions, edge: FlowEdge): Groups {
  return [
    {
      items: [
        { label: t('Put a step between'), icon: Plus, onSelect: () => onInsert(edge) },
        { label: t('Disconnect'), icon: Unlink, onSelect: () => actions.disconnect(edge.source, edge.target) },
      ],
    },
  ];
}

function onPlaces(given: CanvasMenuActions, builder: Builder, places: readonly string[]): Groups {
  const { actions } = given;
  const document = builder.document();
  const [only] = places;
  const frame = places.length === 1 && only !== undefined ? frameAt(document, only) : undefined;
  const canFrame = !frame && ownSteps(document, places).length > 0;
  const groups: Groups = [
    { items: runItems(given, builder, places) },
    {
      items: [
        {
          ...{ label: t('Duplicate'), icon: Copy, keys: 'Mod+D' },
          onSelect: () => void actions.duplicate(places),
        },
        ...(canFrame
          ? [
              {
                ...{ label: t('Put a frame around'), icon: Frame, keys: 'Mod+G' },
                onSelect: () => void actions.frame(places),
              },
            ]
          : []),
      ],
    },
    { items: frame && only !== undefined ? frameItems(actions, only, frame.isFolded === true) : [] },
    {
      items: frame
        ? []
        : [
            {
              ...{ label: t('Delete'), icon: Trash2, tone: 'danger' as const, keys: 'Delete' },
              onSelect: () => actions.remove(places),
            },
          ],
    },
  ];
  return groups.filter(({ items }) => items.length > 0);
}

function frameItems(actions: BuildActions, place: string, isFolded: boolean): MenuItem[] {
  return [
    {
      ...{ label: isFolded ? t('Show the steps') : t('Fold'), icon: Frame },
      onSelect: () => actions.fold(place, !isFolded),
    },
    {
      ...{ label: t('Take the frame away'), icon: Ungroup, keys: 'Mod+Shift+G' },
      onSelect: () => actions.unframe([place]),
    },
    {
      ...{ label: t('Delete it with its steps'), icon: Trash2, tone: 'danger' },
      onSelect: () => actions.removeFramed(place),
    },
  ];
}

/** Of one of the plan's own steps. */
function runItems({ onRun }: CanvasMenuActions, builder: Builder, places: readonly string[]): MenuItem[] {
  const [place] = places;
  if (place === undefined || places.length > 1 || place.includes('/') || !taskAt(builder.document(), place)) return [];
  return [
    { label: t('Run to here'), icon: Play, onSelect: () => onRun({ upTo: place }) },
    {
      ...{ label: t('Run this step'), hint: t('with what the others gave last time'), icon: Play },
      onSelect: () => onRun({ only: place }),
    },
  ];
}
