import { type ActionRun, fail, WorkerFailure } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { visit } from './visit.ts';

export const open: ActionRun<Actions['open']['input'], Actions['open']['output']> = async (
  { url, hosts, session },
  context,
) => {
  await visit(url, context);
  return context.browser.step(session, { kind: 'open', url, hosts });
};

const usualPassword = 'css=input[type=password]';
const usualUser =
  'css=input[autocomplete=username], input[type=email], input[name*=user i], input[name*=mail i], input[name*=login i], input[type=text]';

/** Errors: `conflict`, when the site still asks for a password afterwards; those of the browser and of secrets. */
export const signIn: ActionRun<Actions['signIn']['input'], Actions['signIn']['output']> = async (input, context) => {
  const { url, hosts, session } = input;
  const { passwordField = usualPassword } = input;
  const password = await context.secrets.handle(input.secret);
  await visit(url, context);
  await context.browser.step(session, { kind: 'open', url, hosts });
  const user = { target: input.userField ?? usualUser, text: input.user };
  const secret = { target: passwordField, text: password };
  try {
    await context.browser.step(session, { kind: 'fill', fields: [user, secret], submit: true });
  } catch (error) {
    if (!(error instanceof WorkerFailure) || error.code !== 'not-found') throw error;
    // Nothing was typed. Many sites ask for the name first, on a page of its own.
    await context.browser.step(session, { kind: 'fill', fields: [user], submit: true });
    await context.browser.step(session, { kind: 'fill', fields: [secret], submit: true });
  }
  const { text = '', ...page } = await context.browser.step(session, { kind: 'read', as: 'html' });
  if (/<input[^>]*\btype=["']?password/i.test(text)) {
    const message = `${page.url} still asks for a password; look whether the name and the secret ${input.secret} are right`;
    fail('conflict', message, { url: page.url });
  }
  return page;
};
