import { Component, type ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { Notice } from '../ui/notice.tsx';
import { t } from '../../words/words.ts';

interface ScreenBoundaryProps {
  children: ReactNode;
  /** It is no screen, but something beside them: one line tells what is missing. */
  isPart?: boolean;
}

/**
 * Keeps a fault of one screen from taking the whole window. One reason is a screen that is loaded late from a page that an update has
 * replaced meanwhile. React has this for classes alone.
 */
export class ScreenBoundary extends Component<ScreenBoundaryProps, { error: Error | undefined }> {
  override state: { error: Error | undefined } = { error: undefined };

  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    if (this.props.isPart) {
      return (
        <Notice tone="warning" title={t('A part of this window could not be shown')}>
          {error.message}
        </Notice>
      );
    }
    return (
      <ErrorState
        title={t('This screen could not be shown')}
        text={t('The others still work. What you typed is kept.')}
        details={error.message}
        onRetry={() => this.setState({ error: undefined })}
        action={<Button onClick={() => location.reload()}>{t('Load the page again')}</Button>}
      />
    );
  }
}
