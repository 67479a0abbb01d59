import type { BundleContent } from '../../../contract/bundles.ts';
import { countText } from '../../ui/count-text.ts';
import { DescriptionList } from '../../ui/description-list.tsx';
import { bytesText } from '../runs/file-changes.ts';

/** What a bundle would hold and what was taken out of it, before anybody gives it away. */
export function ContentList({ content }: { content: BundleContent }) {
  const { events, actions, files, diffs, bytes, bytesInside, blanked, leftOut } = content;
  const parts = [
    countText(events, 'event'),
    countText(actions, 'action'),
    `${countText(files, 'changed file')} (${countText(diffs, 'difference')})`,
  ];
  const taken = [
    `secrets in ${countText(blanked.secrets, 'text')}`,
    `your home folder ${timesText(blanked.homeFolder)}`,
    `your user name ${timesText(blanked.userName)}`,
    `this machine’s name ${timesText(blanked.hostName)}`,
    ...(blanked.values > 0 ? [`${countText(blanked.values, 'text')}, of which only the length is left`] : []),
  ];
  return (
    <DescriptionList
      entries={[
        { name: 'In it', value: parts.join(', ') },
        { name: 'Size', value: `${bytesText(bytes)} (${bytesText(bytesInside)} unpacked)` },
        { name: 'Taken out', value: taken.join(', ') },
        { name: 'Not in it', value: leftOut.join('; ') },
      ]}
    />
  );
}

function timesText(count: number): string {
  return countText(count, 'time');
}
