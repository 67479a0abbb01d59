import type { Edge } from '@xyflow/react';

export type FlowEdge = Edge<{ from: string; to: string }>;

/** Of a step: where lines come in and go out. */
export const portIn = 'in';
export const portOut = 'out';
