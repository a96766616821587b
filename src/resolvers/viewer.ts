import type { RequestContext } from '../context';
import { AppError } from '../errors';

/** The account of the request's key. The auth checker has seen to it that there is one. */
export function accountOf({ viewer }: RequestContext): string {
  if (!viewer) throw new AppError('UNAUTHENTICATED', 'Authentication required');
  return viewer.accountId;
}
