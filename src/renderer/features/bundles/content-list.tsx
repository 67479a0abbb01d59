import type { BundleContent } from '../../../contract/bundles.ts';
import { countText } from '../../ui/count-text.ts';
import { DescriptionList } from '../../ui/description-list.tsx';
import { bytesText } from '../runs/file-changes.ts';
import { t } from '../../words/words.ts';

/** What a bundle would hold and what was taken out of it, before anybody gives it away. */
export function ContentList({ content }: { content: BundleContent }) {
  const { events, actions, files, diffs, bytes, bytesInside, blanked, leftOut } = content;
  const parts = [
    countText(events, 'event'),
    countText(actions, 'action'),
    `${countText(files, 'changed file')} (${countText(diffs, 'difference')})`,
  ];
  const taken = [
    { count: blanked.secrets, text: `secrets in ${countText(blanked.secrets, 'text')}` },
    { count: blanked.homeFolder, text: `your home folder, ${timesText(blanked.homeFolder)}` },
    { count: blanked.userName, text: `your user name, ${timesText(blanked.userName)}` },
    { count: blanked.hostName, text: `this machine’s name, ${timesText(blanked.hostName)}` },
    { count: blanked.values, text: `${countText(blanked.values, 'text')}, of which only the length is left` },
  ].flatMap(({ count, text }) => (count > 0 ? [text] : []));
  return (
    <DescriptionList
      entries={[
        { name: t('In it'), value: parts.join(', ') },
        { name: t('Size'), value: `${bytesText(bytes)} (${bytesText(bytesInside)} unpacked)` },
        {
          name: t('Taken out'),
          value: taken.length > 0 ? taken.join('; ') : t('Nothing: no secrets and no names were found'),
        },
        { name: t('Not in it'), value: leftOut.join('; ') },
      ]}
    />
  );
}

function timesText(count: number): string {
  return countText(count, 'time');
}
