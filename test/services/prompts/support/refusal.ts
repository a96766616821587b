import { AppError } from '../../../../src/errors';

/** The refusal that an act must end in. */
export function refusal(act: () => unknown): AppError {
  try {
    act();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

/** The text, or the refusal's message. */
export function attempt(act: () => string): string {
  try {
    return act();
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
}
