import { Switch as Primitive } from 'radix-ui';
import { type ReactNode, useId } from 'react';

interface SwitchProps {
  label: string;
  hint?: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
}

/** Takes effect at once. The label stands left, the switch right. */
export function Switch({ label, hint, checked, onChange, disabled }: SwitchProps) {
  const id = useId();
  return (
    <div className="flex items-center gap-6">
      <div className="min-w-0 flex-1">
        <label htmlFor={id} className="block text-sm font-medium wrap-anywhere">
          {label}
        </label>
        {hint && (
          <p id={`${id}-hint`} className="text-xs text-muted">
            {hint}
          </p>
        )}
      </div>
      <Primitive.Root
        id={id}
        checked={checked}
        onCheckedChange={onChange}
        disabled={disabled}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="relative h-5 w-8.5 shrink-0 rounded-full border-transparent bg-control forced-colors:border transition-colors after:absolute after:-inset-1 disabled:opacity-45 data-[state=checked]:bg-accent"
      >
        <Primitive.Thumb className="solid block size-4 translate-x-0.5 rounded-full bg-raised shadow-raised transition-transform data-[state=checked]:translate-x-4" />
      </Primitive.Root>
    </div>
  );
}
