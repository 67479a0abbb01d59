import { AlertDialog as Primitive } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';
import { Notice } from './notice.tsx';
import { dialogPanel, overlay } from './overlay.ts';
import { t } from '../../words/words.ts';

interface AlertDialogProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** The question, with the thing's name in it. */
  title: string;
  /** What will happen, and whether it can be undone. */
  text: ReactNode;
  children?: ReactNode;
  /** A verb: "Delete", "Revoke". */
  confirmLabel: string;
  cancelLabel?: string;
  tone?: 'danger' | 'neutral';
  /** A promise keeps the dialog open and busy until it is kept; when it is broken, the dialog shows why and stays. */
  onConfirm: () => void | Promise<void>;
}

/** Focus starts on the way out. */
export function AlertDialog(props: AlertDialogProps) {
  const {
    isOpen,
    onOpenChange,
    title,
    text,
    children,
    confirmLabel,
    cancelLabel = t('Cancel'),
    tone = 'danger',
  } = props;
  const { isBusy, failure, confirm, forget } = useConfirmation(props);
  const change = (next: boolean) => {
    if (isBusy) return;
    forget();
    onOpenChange(next);
  };
  return (
    <Primitive.Root open={isOpen} onOpenChange={change}>
      <Primitive.Portal>
        <Primitive.Overlay className={overlay} />
        <Primitive.Content className={classNames(dialogPanel, 'max-w-md')}>
          <div className="min-h-0 space-y-3 overflow-y-auto px-5 pt-5 pb-4">
            <div>
              <Primitive.Title className="text-base font-semibold">{title}</Primitive.Title>
              <Primitive.Description className="mt-1 text-sm text-muted">{text}</Primitive.Description>
            </div>
            {children}
            {failure !== undefined && <Notice tone="danger">{failure}</Notice>}
          </div>
          <footer className="flex flex-wrap justify-end gap-2 px-5 pb-4">
            <Primitive.Cancel asChild>
              <Button disabled={isBusy}>{cancelLabel}</Button>
            </Primitive.Cancel>
            <Button
              variant={tone === 'danger' ? 'danger' : 'primary'}
              isLoading={isBusy}
              onClick={() => void confirm()}
            >
              {confirmLabel}
            </Button>
          </footer>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

function useConfirmation({ onConfirm, onOpenChange }: Pick<AlertDialogProps, 'onConfirm' | 'onOpenChange'>) {
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const confirm = async () => {
    setIsBusy(true);
    setFailure(undefined);
    try {
      await onConfirm();
      onOpenChange(false);
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    }
    setIsBusy(false);
  };
  return { isBusy, failure, confirm, forget: () => setFailure(undefined) };
}
