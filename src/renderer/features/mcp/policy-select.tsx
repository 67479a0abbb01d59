import { useCallback } from 'react';
import type { McpServer, McpToolPolicy } from '../../../contract/mcp.ts';
import { useHeron } from '../../app/heron-context.ts';
import { keepChange } from '../../engine/keep-change.ts';
import { useAction } from '../../engine/use-action.ts';
import { Select } from '../../ui/select.tsx';
import { readServer } from './read-server.ts';
import { t } from '../../../words/words.ts';

const policies = (): { value: McpToolPolicy; label: string }[] => [
  { value: 'ask', label: t('Ask first') },
  { value: 'allow', label: t('Always allow') },
  { value: 'off', label: t('Off') },
];

interface PolicySelectProps {
  server: McpServer;
  /** What the engine calls it. */
  tool: string;
  label: string;
  policy: McpToolPolicy;
  isOn: boolean;
}

/** Who may use a tool, a prompt, or what there is to be read. */
export function PolicySelect({ server, tool, label, policy, isOn }: PolicySelectProps) {
  const set = useSetPolicy(server, tool, policy);
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

function useSetPolicy({ name, hash }: McpServer, tool: string, policy: McpToolPolicy) {
  const { engine } = useHeron();
  const set = useCallback(
    async (next: McpToolPolicy) => {
      await keepChange<{ policy: McpToolPolicy | undefined }>({
        title: t('“{{tool}}” of {{name}} was changed', { tool, name }),
        ...{ before: { policy }, after: { policy: next }, hash },
        read: readServer(engine, name, (server) => ({ policy: policyOf(server, tool) })),
        write: ({ policy: wanted = next }, { hash: baseHash }) =>
          engine.client.mcp.setTool({ name, tool, policy: wanted, baseHash }),
      });
    },
    [engine, name, hash, tool, policy],
  );
  return useAction(t('Could not change {{tool}}', { tool }), set);
}

function policyOf({ tools, reading, prompts }: McpServer, key: string): McpToolPolicy | undefined {
  const others = [...(reading ? [reading] : []), ...prompts];
  return (tools.find(({ name }) => name === key) ?? others.find((one) => one.key === key))?.policy;
}
