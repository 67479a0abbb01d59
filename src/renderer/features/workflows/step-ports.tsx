import { useBuilderParts } from './builder-context.ts';
import { Handle, Position } from '@xyflow/react';
import { portOfField } from './flow-nodes.ts';
import { portIn, portOut } from './flow-edges.ts';
import { headHeight, type NodeRow, rowMiddle } from './node-rows.ts';

interface StepPortsProps {
  rows: readonly NodeRow[];
  place: string;
  /** Lines can be drawn from and to them. */
  isConnectable?: boolean;
}

/** The outgoing one is dragged to a step, or pressed to add one. Where they stand is also said in flow-nodes.ts, so that edges are drawn to steps that are not. */
export function StepPorts({ rows, place, isConnectable = true }: StepPortsProps) {
  const { askAfter } = useBuilderParts();
  const middle = { top: headHeight / 2 };
  return (
    <>
      <Handle id={portIn} type="target" position={Position.Left} style={middle} isConnectable={isConnectable} />
      <Handle
        {...{ id: portOut, type: 'source', position: Position.Right, style: middle, isConnectable }}
        {...(isConnectable ? { onClick: () => askAfter(place) } : {})}
      />
      {rows.map(
        ({ name, hasPort }, index) =>
          hasPort && (
            <Handle
              key={name}
              id={portOfField(name)}
              type="target"
              position={Position.Left}
              style={{ top: rowMiddle(index) }}
              isConnectable={isConnectable}
            />
          ),
      )}
    </>
  );
}
