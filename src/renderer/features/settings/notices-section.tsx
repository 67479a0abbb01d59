import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Section } from '../../ui/section.tsx';
import { askForNotices, noticeAccess } from '../notices/browser-notices.ts';
import { t } from '../../../words/words.ts';

/** Whether the browser may tell of what happens while its page is not looked at; the app needs no yes for that. */
export function NoticesSection() {
  const [access, setAccess] = useState(noticeAccess);
  if (access === 'none') return null;
  const words = {
    default: t('The browser asks you once whether Heron may.'),
    granted: t('They are on. The browser’s settings for this page turn them off.'),
    denied: t('The browser does not let Heron show any. Its settings for this page change that.'),
  };
  return (
    <Section title={t('Notices')}>
      <div className="flex flex-wrap items-center gap-3">
        <div className="min-w-0 flex-1 basis-56">
          <p className="text-sm">{t('Tell me when I look elsewhere')}</p>
          <p className="text-xs text-muted">
            {t('Questions, failures, and what you asked for when it is done.')} {words[access]}
          </p>
        </div>
        {access === 'default' && (
          <Button onClick={() => void askForNotices().then(setAccess)}>{t('Allow notices')}</Button>
        )}
      </div>
    </Section>
  );
}
