import { runFunction } from './code.ts';
import { debug, gather, inject, pass, passOn, range, until } from './kinds/basic.ts';
import { change } from './kinds/change.ts';
import { csv } from './kinds/csv.ts';
import { json, yaml } from './kinds/formats.ts';
import { join } from './kinds/join.ts';
import { batch, sort } from './kinds/order.ts';
import {
  execEnds,
  execPlans,
  fileContents,
  fileReads,
  fileWrites,
  fileWritten,
  httpRequests,
  httpResponses,
} from './kinds/outside.ts';
import { split } from './kinds/split.ts';
import { switchOver } from './kinds/switch.ts';
import { template } from './kinds/template.ts';
import type { Kind } from './node.ts';

/** What is carried out, by Node-RED's type. Those with a dot are halves of a node whose other half is the engine's. */
export const kinds: Record<string, Kind> = {
  inject,
  'http in': inject,
  'http response': passOn,
  debug,
  function: runFunction,
  change,
  switch: switchOver,
  template,
  range,
  split,
  join,
  sort,
  batch,
  json,
  yaml,
  csv,
  junction: passOn,
  'link in': passOn,
  'link out': passOn,
  'link call': passOn,
  catch: passOn,
  complete: passOn,
  status: passOn,
  'subflow.out': gather,
  'subflow.in': passOn,
  'delay.until': until,
  'delay.passed': passOn,
  delay: pass,
  'http.requests': httpRequests,
  'http.responses': httpResponses,
  'exec.plans': execPlans,
  'exec.ends': execEnds,
  'file.writes': fileWrites,
  'file.written': fileWritten,
  'file.reads': fileReads,
  'file.contents': fileContents,
};
