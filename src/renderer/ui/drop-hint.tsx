import { FileDown } from 'lucide-react';

/** Lies over a place that takes files while some are held above it. */
export function DropHint({ text }: { text: string }) {
  return (
    <div className="pointer-events-none absolute inset-0 z-10 flex animate-fade-in p-2">
      <div className="flex flex-1 flex-col items-center justify-center gap-2 rounded-xl border-2 border-dashed border-accent bg-accent-soft text-base font-medium text-accent">
        <FileDown aria-hidden size={28} strokeWidth={1.5} />
        {text}
      </div>
    </div>
  );
}
