import { create } from 'zustand';
import type { ImportReport } from '../../../contract/imports.ts';

/** What is to be said of a workflow of another program that was just opened; it is said over whatever screen comes next. */
export const useImportReport = create<{ report: ImportReport | undefined }>(() => ({ report: undefined }));

export function showImportReport(report: ImportReport | undefined): void {
  useImportReport.setState({ report });
}

/** Whether a file is of n8n, as far as its outline says. */
export function isForeign(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    const one: unknown = Array.isArray(value) ? value[0] : value;
    return typeof one === 'object' && one !== null && 'nodes' in one && Array.isArray(one.nodes);
  } catch {
    return false;
  }
}
