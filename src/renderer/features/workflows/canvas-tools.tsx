import { MiniMap, Panel, useReactFlow, useStore } from '@xyflow/react';
import { Grid3x3, LayoutGrid, Map as MapIcon, Maximize, Minus, Plus } from 'lucide-react';
import { IconButton } from '../../ui/icon-button.tsx';
import { t } from '../../../words/words.ts';

interface CanvasToolsProps {
  isSnapping: boolean;
  hasMap: boolean;
  onSnap: () => void;
  onMap: () => void;
  onTidy: () => void;
}

export function CanvasTools({ isSnapping, hasMap, onSnap, onMap, onTidy }: CanvasToolsProps) {
  const { fitView } = useReactFlow();
  return (
    <>
      <Panel position="bottom-left">
        <div
          role="toolbar"
          aria-label={t('View')}
          className="flex items-center gap-0.5 rounded-lg border bg-raised p-1 shadow-raised"
        >
          <ZoomTools />
          <IconButton
            label={t('Tidy up')}
            icon={LayoutGrid}
            onClick={() => {
              onTidy();
              requestAnimationFrame(() => void fitView({ maxZoom: 1, padding: 0.2, duration: 160 }));
            }}
          />
          <IconButton label={t('Snap to the grid')} icon={Grid3x3} aria-pressed={isSnapping} onClick={onSnap} />
          <IconButton label={t('Map')} icon={MapIcon} aria-pressed={hasMap} onClick={onMap} />
        </div>
      </Panel>
      {hasMap && <MiniMap ariaLabel={t('Map of the workflow')} pannable zoomable position="bottom-right" />}
    </>
  );
}

export function ZoomTools() {
  const { zoomIn, zoomOut, fitView } = useReactFlow();
  const zoom = useStore(({ transform }) => Math.round(transform[2] * 100));
  return (
    <>
      <IconButton label={t('Zoom out')} icon={Minus} onClick={() => void zoomOut()} />
      <span className="w-10 text-center text-2xs text-muted tabular-nums">{zoom} %</span>
      <IconButton label={t('Zoom in')} icon={Plus} onClick={() => void zoomIn()} />
      <IconButton
        label={t('Zoom to fit')}
        icon={Maximize}
        onClick={() => void fitView({ maxZoom: 1, padding: 0.2, duration: 160 })}
      />
    </>
  );
}
