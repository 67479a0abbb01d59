import type { Side } from './suite.ts';

const ownTools =
  'It calls a tool that it wants every server to have for it. Heron offers its actions, each under its own name, and no others.';
const noResources = 'Heron offers actions; it has no resources for others to read.';
const noPrompts = 'Heron offers actions; it has no prompts for others.';
const noLog = 'Heron sends no log to its clients: what a call did stands on its timeline.';
const noCompletion = 'Heron has no prompts and no templates whose fields could be completed.';
const noSampling = 'Heron asks no model of its clients; it has its own.';
const noQuestions =
  'Heron asks the person in its own inbox, never through the client: else a client could answer for the person.';
const noElicitation = 'A server cannot ask the person in the middle of a call; Heron does not say that it can.';
const byCompany =
  'An extension: a sign-in by the account of a company, whose identity provider vouches for the person. Heron signs in with a person in the browser, or alone as a client.';
const otherIssuer =
  'Its server says it is another issuer than the one it was asked as. Heron refuses that, as RFC 8414 §3.3 and the current protocol demand.';

/** Why a scenario fails. One that fails without a reason here, or passes with one, fails the command. */
export const reasons: Record<Side, Record<string, string>> = {
  client: {
    'elicitation-sep1034-client-defaults': noElicitation,
    'auth/2025-03-26-oauth-metadata-backcompat': otherIssuer,
    'auth/cross-app-access-complete-flow': byCompany,
  },
  server: {
    'logging-set-level': noLog,
    'completion-complete': noCompletion,
    'tools-call-image': ownTools,
    'tools-call-audio': ownTools,
    'tools-call-embedded-resource': ownTools,
    'tools-call-mixed-content': ownTools,
    'tools-call-with-logging': noLog,
    'tools-call-with-progress': ownTools,
    'tools-call-sampling': noSampling,
    'tools-call-elicitation': noQuestions,
    'json-schema-2020-12': ownTools,
    'elicitation-sep1034-defaults': noQuestions,
    'server-sse-polling': ownTools,
    'elicitation-sep1330-enums': noQuestions,
    'resources-list': noResources,
    'resources-read-text': noResources,
    'resources-read-binary': noResources,
    'resources-templates-read': noResources,
    'resources-subscribe': noResources,
    'resources-unsubscribe': noResources,
    'prompts-list': noPrompts,
    'prompts-get-simple': noPrompts,
    'prompts-get-with-args': noPrompts,
    'prompts-get-embedded-resource': noPrompts,
    'prompts-get-with-image': noPrompts,
  },
};

/** What is to be known of those that pass. */
export const notes: Record<Side, string> = {
  client:
    'Heron is used as a person uses it: the server is added, signed in at where it wants that, and each tool is called by a run.',
  server:
    'The suite is made for servers that have its own tools, resources and prompts. `tools-call-simple-text` and `tools-call-error` pass because an error is a text, too: they call tools that Heron does not have.',
};
