import type { DraftFile } from './draft-files.ts';
import { plural, t } from '../../../words/words.ts';

/** Characters the engine takes at once. */
export const longestMessage = 10_000;

interface ComposerHintProps {
  /** What plans here; null: the rules. */
  model: string | null | undefined;
  length: number;
  /** Why what begins with a slash cannot be carried out. */
  unknown: string | undefined;
  /** What the sentence still lacks. */
  lacks: string | undefined;
  /** The file that keeps the message from being sent, or has no words with it. */
  file: DraftFile | undefined;
  /** Whether what is typed is still there after the page was closed. */
  keepsWords: boolean;
  /** The run that another Escape would stop. */
  stopping: string | undefined;
}

/** The line under the text: what matters most right now. */
export function ComposerHint({ model, length, unknown, lacks, file, keepsWords, stopping }: ComposerHintProps) {
  const excess = length - longestMessage;
  if (excess > 0) {
    return (
      <span role="alert" className="truncate pl-1.5 text-xs text-danger">
        {plural(
          excess,
          {
            one: '1 character too many: a message holds {{most}}',
            other: '{{count}} characters too many: a message holds {{most}}',
          },
          { most: longestMessage },
        )}
      </span>
    );
  }
  if (unknown !== undefined) {
    return (
      <span role="alert" className="truncate pl-1.5 text-xs text-danger">
        {unknown}
      </span>
    );
  }
  if (!keepsWords && length > 0) {
    return (
      <span role="status" className="truncate pl-1.5 text-xs text-warning">
        {t('Not kept if this page is closed: the browser has no room for it')}
      </span>
    );
  }
  const need = lacks === undefined ? file && fileText(file) : t('Still to fill in: {{lacks}}', { lacks });
  return (
    <span className="truncate pl-1.5 text-xs text-muted">
      <span role="status" className="text-text">
        {stopping !== undefined && t('Press Escape again to stop “{{stopping}}”', { stopping })}
      </span>
      {stopping === undefined && (need ?? plannedBy(model))}
    </span>
  );
}

function fileText({ name, id, failure }: DraftFile): string {
  if (id !== undefined) return t('Say what to do with “{{name}}”', { name });
  return failure
    ? t('“{{name}}” is not attached: try again or remove it', { name })
    : t('Uploading “{{name}}”', { name });
}

function plannedBy(model: string | null | undefined): string {
  if (model === undefined) return '';
  return model ? t('Planned by {{model}}, else by rules', { model }) : t('Planned by rules; no model is set up');
}
