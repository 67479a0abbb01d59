import { useCallback } from 'react';
import type { McpToolPolicy } from '../../../contract/mcp.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Select } from '../../ui/select.tsx';

const policies: { value: McpToolPolicy; label: string }[] = [
  { value: 'ask', label: 'Ask first' },
  { value: 'allow', label: 'Always allow' },
  { value: 'off', label: 'Off' },
];

interface PolicySelectProps {
  server: string;
  /** What the engine calls it. */
  tool: string;
  label: string;
  policy: McpToolPolicy;
  isOn: boolean;
}

/** Who may use a tool, a prompt, or what there is to be read. */
export function PolicySelect({ server, tool, label, policy, isOn }: PolicySelectProps) {
  const { engine } = useHeron();
  const set = useAction(
    `Could not change ${tool}`,
    useCallback(
      async (next: McpToolPolicy) => void (await engine.client.mcp.setTool({ name: server, tool, policy: next })),
      [engine, server, tool],
    ),
  );
  return (
    <Select
      label={label}
      isLabelHidden
      className="w-36"
      value={policy}
      options={policies}
      disabled={!isOn || set.isBusy}
      onChange={(next) => void set.run(next as McpToolPolicy)}
    />
  );
}
