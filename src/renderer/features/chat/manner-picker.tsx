import { UserRoundPen } from 'lucide-react';
import { useStore } from 'zustand';
import { mannerIn, mannersOf, usualManners } from '../../../contract/manners.ts';
import { useHeron } from '../../app/heron-context.ts';
import { navigate } from '../../app/use-route.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { mannerSummary } from '../settings/manner-words.ts';
import { useChooseManner } from './use-choose-manner.ts';
import { t } from '../../../words/words.ts';

/** How Heron speaks from the next message on: here in its folder, or wherever no folder says otherwise. */
export function MannerPicker({ threadKey }: { threadKey: string }) {
  const { chat, settings } = useHeron();
  const folder = useStore(chat.state, ({ threads }) => threads[threadKey]?.conversation?.folder);
  const manners = useStore(settings.state, (state) => state.settings?.manner ?? usualManners);
  const now = mannerIn(manners, folder);
  const choose = useChooseManner(folder);
  return (
    <Menu
      align="start"
      trigger={<IconButton icon={UserRoundPen} label={t('Manner: {{manner}}', { manner: now.name })} />}
      groups={[
        {
          heading: folder === undefined ? t('Manner, everywhere') : t('Manner in {{folder}}', { folder }),
          items: mannersOf(manners).map((manner) => ({
            label: manner.name,
            hint: mannerSummary(manner),
            isChecked: manner.id === now.id,
            onSelect: () => void choose.run(manner.id),
          })),
        },
        {
          items: [{ label: t('Change the manners…'), onSelect: () => navigate({ screen: 'settings', tab: 'manner' }) }],
        },
      ]}
    />
  );
}
