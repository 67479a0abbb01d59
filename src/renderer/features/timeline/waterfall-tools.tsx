import {
  ChevronsDownUp,
  ChevronsUpDown,
  Keyboard,
  LocateFixed,
  Maximize2,
  Search,
  ZoomIn,
  ZoomOut,
} from 'lucide-react';
import { memo } from 'react';
import { IconButton } from '../../ui/icon-button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ToggleChips } from '../../ui/toggle-chips.tsx';
import { type Search as Wanted, statusGroups } from './search.ts';
import type { WaterfallActions } from './use-waterfall-keys.ts';
import { t } from '../../../words/words.ts';

interface WaterfallToolsProps {
  search: Wanted;
  onSearch: (search: Wanted) => void;
  actions: WaterfallActions;
  isLive: boolean;
  isFollowing: boolean;
}

export const WaterfallTools = memo(function WaterfallTools(props: WaterfallToolsProps) {
  const { search, onSearch, actions, isLive, isFollowing } = props;
  const { view } = actions;
  return (
    <div
      role="toolbar"
      aria-label={t('Waterfall')}
      className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-2 border-b px-4 py-2 max-sm:px-3"
    >
      <div className="w-56 max-sm:w-full">
        <TextField
          type="search"
          label={t('Search steps')}
          isLabelHidden
          placeholder={t('Name, error or path')}
          icon={Search}
          value={search.text}
          onChange={(text) => onSearch({ ...search, text })}
        />
      </div>
      <ToggleChips
        label={t('Only steps that')}
        value={search.groups}
        onChange={(groups) => onSearch({ ...search, groups })}
        chips={statusGroups().map(({ value, label }) => ({ value, label }))}
      />
      <div className="ml-auto flex items-center gap-0.5">
        <IconButton label={t('Open everything in the plan')} keys="E" icon={ChevronsUpDown} onClick={actions.openAll} />
        <IconButton label={t('Close everything')} keys="C" icon={ChevronsDownUp} onClick={actions.closeAll} />
        <span aria-hidden className="mx-1 h-4 border-l" />
        <IconButton
          label={t('Zoom out')}
          keys="-"
          icon={ZoomOut}
          disabled={view.isWhole}
          onClick={() => view.zoom(2)}
        />
        <IconButton label={t('Zoom in')} keys="+" icon={ZoomIn} onClick={() => view.zoom(0.5)} />
        <IconButton label={t('The whole run')} keys="0" icon={Maximize2} disabled={view.isWhole} onClick={view.fit} />
        {isLive && (
          <IconButton
            label={t('Follow what happens')}
            keys="F"
            icon={LocateFixed}
            aria-pressed={isFollowing}
            onClick={actions.follow}
          />
        )}
        <IconButton label={t('Keys and colours')} keys="?" icon={Keyboard} onClick={actions.showKeys} />
      </div>
    </div>
  );
});
