import { useStore } from 'zustand';
import { useHeron } from '../../app/heron-context.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { InlineCode } from '../../ui/inline-code.tsx';
import { Notice } from '../../ui/notice.tsx';
import { t } from '../../../words/words.ts';

/** What keeps the settings file from being followed, line by line. */
export function FileNotice() {
  const { settings } = useHeron();
  const file = useStore(settings.state, (state) => state.about?.file);
  if (!file || file.issues.length === 0) return null;
  return (
    <div className="mx-auto w-full max-w-2xl px-4 pt-4 sm:px-6">
      <Notice
        tone="warning"
        title={t('The settings file is not followed until it is mended')}
        action={<CopyButton text={file.path} label={t('Copy the path of the settings file')} />}
      >
        <p>
          {t('The last good settings hold.')} <InlineCode>{file.path}</InlineCode>
        </p>
        <ul aria-label={t('What is wrong in the settings file')} className="mt-1">
          {file.issues.map(({ line, column, field, message }) => (
            <li key={`${line}:${column}:${field}`}>
              {t('Line {{line}}, column {{column}}:', { line, column })} {field && <InlineCode>{field}</InlineCode>}{' '}
              {message}
            </li>
          ))}
        </ul>
      </Notice>
    </div>
  );
}
