import type { Answer, PermissionRequest } from '../../../contract/permissions.ts';
import { HeronError } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import { answer, type AskingParts } from './asking.ts';
import { questionWithCode } from './codes.ts';
import { wrongCodesAtMost } from './question-rows.ts';

/** Answers the question that has this code. Whoever guesses makes the codes of all open questions void, not the questions. */
export async function answerByCode(
  parts: AskingParts & { logger: Logger },
  code: string,
  given: Answer,
): Promise<PermissionRequest> {
  const request = questionWithCode(code, parts.questions.all());
  if (!request) {
    parts.questions.keepCodes(parts.store.countWrongCode());
    parts.logger.from('permissions').warn('Somebody answered with a code that no question has');
    throw new HeronError(
      'not-found',
      `No open question has this code; after ${wrongCodesAtMost} wrong ones the codes of all open questions are void`,
    );
  }
  await answer(parts, [{ requestId: request.id, answer: given }]);
  return request;
}
