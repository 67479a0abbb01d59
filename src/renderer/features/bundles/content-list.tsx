import type { BundleContent } from '../../../contract/bundles.ts';
import { DescriptionList } from '../../ui/description-list.tsx';
import { bytesText } from '../runs/file-changes.ts';
import { plural, t } from '../../../words/words.ts';

/** What a bundle would hold and what was taken out of it, before anybody gives it away. */
export function ContentList({ content }: { content: BundleContent }) {
  const { events, actions, files, diffs, bytes, bytesInside, blanked, leftOut } = content;
  const parts = [
    plural(events, { one: '1 event', other: '{{count}} events' }),
    plural(actions, { one: '1 action', other: '{{count}} actions' }),
    t('{{files}} ({{differences}})', {
      files: plural(files, { one: '1 changed file', other: '{{count}} changed files' }),
      differences: plural(diffs, { one: '1 difference', other: '{{count}} differences' }),
    }),
  ];
  const taken = [
    {
      count: blanked.secrets,
      text: plural(blanked.secrets, { one: 'secrets in 1 text', other: 'secrets in {{count}} texts' }),
    },
    { count: blanked.homeFolder, text: t('your home folder, {{times}}', { times: timesText(blanked.homeFolder) }) },
    { count: blanked.userName, text: t('your user name, {{times}}', { times: timesText(blanked.userName) }) },
    { count: blanked.hostName, text: t('this machine’s name, {{times}}', { times: timesText(blanked.hostName) }) },
    {
      count: blanked.values,
      text: plural(blanked.values, {
        one: '1 text, of which only the length is left',
        other: '{{count}} texts, of which only the length is left',
      }),
    },
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
  return plural(count, { one: '1 time', other: '{{count}} times' });
}
