import { useCallback } from 'react';
import type { McpTool, McpToolPolicy } from '../../../contract/mcp.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Badge } from '../../ui/badge.tsx';
import { Select } from '../../ui/select.tsx';

const policies: { value: McpToolPolicy; label: string }[] = [
  { value: 'ask', label: 'Ask first' },
  { value: 'allow', label: 'Always allow' },
  { value: 'off', label: 'Off' },
];

export function ToolRow({ server, tool, isOn }: { server: string; tool: McpTool; isOn: boolean }) {
  const { name, title, description, risk, policy, refusal } = tool;
  const { engine } = useHeron();
  const set = useAction(
    `Could not change ${name}`,
    useCallback(
      async (next: McpToolPolicy) => void (await engine.client.mcp.setTool({ name: server, tool: name, policy: next })),
      [engine, server, name],
    ),
  );
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-1 py-2">
      <div className="min-w-0 flex-1 basis-52">
        <p className="flex flex-wrap items-center gap-2 text-sm font-medium wrap-anywhere">
          {title}
          {risk === 'read' ? <Badge>Reads</Badge> : <Badge tone="warning">May change things</Badge>}
        </p>
        <p className="line-clamp-2 text-xs wrap-anywhere text-muted">{refusal ?? description}</p>
      </div>
      {refusal === undefined ? (
        <Select
          label={`Who may use ${name}`}
          isLabelHidden
          className="w-36"
          value={policy}
          options={policies}
          disabled={!isOn || set.isBusy}
          onChange={(next) => void set.run(next as McpToolPolicy)}
        />
      ) : (
        <Badge tone="danger">Cannot be used</Badge>
      )}
    </li>
  );
}
