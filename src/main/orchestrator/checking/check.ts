import type { PlanIssue } from '../../../contract/plan.ts';
import type { PlanTemplate } from '../../../contract/plan-templates.ts';
import type { Catalogue } from '../catalogue.ts';
import type { PlanTypes } from './plan-types.ts';

/** What all rules know while a plan, or a template, is checked. */
export type Check = {
  catalogue: Catalogue;
  types: PlanTypes;
  /** Templates that are being checked: one must not contain itself. */
  within: readonly string[];
  /** Paths are in the template's file. */
  issuesOfTemplate: (template: PlanTemplate, within: readonly string[]) => PlanIssue[];
};
