import { create } from 'zustand';
import type { ExportedStep, ForeignKind, ImportReport } from '../../../contract/imports.ts';

/** What is to be said of a workflow of another program that was just opened; it is said over whatever screen comes next. */
export const useImportReport = create<{ reports: readonly ImportReport[] }>(() => ({ reports: [] }));

/** One for each workflow that the file held. */
export function showImportReport(reports: readonly ImportReport[]): void {
  useImportReport.setState({ reports });
}

/** A workflow that was just written for another program, and what became of its steps. */
export type ExportReport = { title: string; kind: ForeignKind; steps: readonly ExportedStep[] };

export const useExportReport = create<{ report: ExportReport | undefined }>(() => ({ report: undefined }));

export function showExportReport(report: ExportReport | undefined): void {
  useExportReport.setState({ report });
}

/** Whether a file is of n8n or of Node-RED, as far as its outline says. */
export function isForeign(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    const one: unknown = Array.isArray(value) ? value[0] : value;
    if (typeof one !== 'object' || one === null) return false;
    const isNode = Array.isArray(value) && 'id' in one && 'type' in one;
    return isNode || ('nodes' in one && Array.isArray(one.nodes)) || ('flows' in one && Array.isArray(one.flows));
  } catch {
    return false;
  }
}
