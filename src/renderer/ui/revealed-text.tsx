import { revealHidden } from './hidden-characters.ts';
import { t } from '../../words/words.ts';

/** Text in which invisible characters are made visible. For commands, paths, diffs: all that a person approves. */
export function RevealedText({ text }: { text: string }) {
  return revealHidden(text).map((part, index) =>
    part.hidden ? (
      <mark
        key={index}
        className="mx-0.5 rounded-xs bg-warning-soft px-0.5 text-warning"
        title={t('A character you cannot see')}
      >
        {part.hidden}
      </mark>
    ) : (
      <bdi key={index} dir="ltr">
        {part.text}
      </bdi>
    ),
  );
}
