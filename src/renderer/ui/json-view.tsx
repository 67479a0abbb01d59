import { JsonNode } from './json-node.tsx';

interface JsonViewProps {
  value: unknown;
  /** What the value is, for a screen reader. */
  label: string;
  /** How many levels stand open at first. */
  openLevels?: number;
  /** What is dragged when a line is: a text made of its path. Without it none can be. */
  dragText?: (path: string) => string;
}

/** A value as a tree. Each line can copy its path, written as in an expression: `tasks[0].output`. */
export function JsonView({ value, label, openLevels = 1, dragText }: JsonViewProps) {
  return (
    <div role="group" aria-label={label} className="font-mono text-xs leading-6">
      <JsonNode value={value} path="" openLevels={openLevels} dragText={dragText} />
    </div>
  );
}
