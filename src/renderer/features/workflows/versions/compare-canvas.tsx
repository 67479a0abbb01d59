import { Background, BackgroundVariant, Panel, ReactFlow, ReactFlowProvider, useReactFlow } from '@xyflow/react';
import { useEffect, useMemo } from 'react';
import type { WorkflowDocument } from '../../../../contract/workflows.ts';
import { useBuilderParts } from '../builder-context.ts';
import { ZoomTools } from '../canvas-tools.tsx';
import { edgesOf } from '../flow-nodes.ts';
import { wholeView } from '../show-at-first.ts';
import { ComparedNodeView } from './compared-node.tsx';
import { drawComparison } from './drawn.ts';
import type { Comparison } from './merged.ts';
import { t } from '../../../../words/words.ts';

const nodeTypes = { compared: ComparedNodeView };

interface CompareCanvasProps {
  comparison: Comparison;
  before: WorkflowDocument;
  after: WorkflowDocument;
  /** The step to be looked at, if one is. */
  place: string | undefined;
}

/** Both of them in one picture, to be looked at only. */
export function CompareCanvas(props: CompareCanvasProps) {
  return (
    <ReactFlowProvider>
      <Drawing {...props} />
    </ReactFlowProvider>
  );
}

function Drawing({ comparison, before, after, place }: CompareCanvasProps) {
  const { catalogue } = useBuilderParts();
  const flow = useReactFlow();
  const { nodes, edges } = useMemo(
    () => drawComparison(comparison, catalogue, edgesOf(before, catalogue), edgesOf(after, catalogue)),
    [comparison, catalogue, before, after],
  );
  useEffect(() => {
    if (place === undefined) return;
    void flow.fitView({ nodes: [{ id: place }], maxZoom: 1, padding: 1.5, duration: 160 });
  }, [flow, place]);
  return (
    <div className="workflow-canvas relative min-h-0 flex-1">
      <ReactFlow
        aria-label={t('What changed, as a picture')}
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        nodesDraggable={false}
        nodesConnectable={false}
        elementsSelectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        deleteKeyCode={null}
        panOnScroll
        minZoom={0.05}
        maxZoom={2}
        fitView
        fitViewOptions={wholeView}
        onlyRenderVisibleElements
        proOptions={{ hideAttribution: true }}
      >
        <Background variant={BackgroundVariant.Dots} gap={16} size={1} />
        <Panel position="bottom-left">
          <div
            role="toolbar"
            aria-label={t('View')}
            className="flex items-center gap-0.5 rounded-lg border bg-raised p-1 shadow-raised"
          >
            <ZoomTools />
          </div>
        </Panel>
      </ReactFlow>
    </div>
  );
}
