import { useCallback, useState } from 'react';
import type { McpServer } from '../../../contract/mcp.ts';
import { useHeron } from '../../app/heron-context.ts';
import { openLink } from '../../app/open-link.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { t } from '../../../words/words.ts';

/** For a server that lets in only who has signed in: the way there, and back. */
export function SignInNotice({ server: { name, signIn, error } }: { server: McpServer }) {
  const { engine } = useHeron();
  const [page, setPage] = useState<string>();
  const begin = useAction(
    t('Could not sign in at {{name}}', { name }),
    useCallback(async () => {
      const begun = await engine.client.mcp.signIn({ name });
      setPage(begun.page);
      openLink(begun.page);
    }, [engine, name]),
  );
  const forget = useAction(
    t('Could not sign out at {{name}}', { name }),
    useCallback(async () => void (await engine.client.mcp.signOut({ name })), [engine, name]),
  );
  const button = (label: string) => (
    <Button
      size="sm"
      aria-label={t('{{label}} at {{name}}', { label, name })}
      isLoading={begin.isBusy}
      onClick={() => void begin.run()}
    >
      {label}
    </Button>
  );
  if (signIn === 'done' && !error) {
    return (
      <p className="flex flex-wrap items-center gap-2 text-xs text-muted">
        {t('You are signed in.')}
        <Button size="sm" variant="ghost" isLoading={forget.isBusy} onClick={() => void forget.run()}>
          {t('Sign out')}
        </Button>
      </p>
    );
  }
  if (signIn === 'waiting') {
    return (
      <Notice tone="accent" title={t('Sign in on the page that has opened')} action={button(t('Open another'))}>
        {t('It opens in the browser of the machine that Heron runs on.')}{' '}
        {page !== undefined && (
          <button type="button" className="text-accent underline" onClick={() => openLink(page)}>
            {t('Show the page again')}
          </button>
        )}
      </Notice>
    );
  }
  if (signIn !== 'needed') return null;
  return (
    <Notice tone="warning" title={t('It wants you to sign in')} action={button(t('Sign in'))}>
      {error?.details?.['signIn'] === true
        ? t('It lets in only who has signed in.')
        : (error?.message ?? t('It wants more than you have allowed it before.'))}
    </Notice>
  );
}
