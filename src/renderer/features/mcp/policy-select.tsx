import { useCallback } from 'react';
import type { McpToolPolicy } from '../../../contract/mcp.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Select } from '../../ui/select.tsx';
import { t } from '../../words/words.ts';

const policies = (): { value: McpToolPolicy; label: string }[] => [
  { value: 'ask', label: t('Ask first') },
  { value: 'allow', label: t('Always allow') },
  { value: 'off', label: t('Off') },
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
    t('Could not change {{tool}}', { tool }),
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
      options={policies()}
      disabled={!isOn || set.isBusy}
      onChange={(next) => void set.run(next as McpToolPolicy)}
    />
  );
}
