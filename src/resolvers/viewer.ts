import type { RequestContext, Viewer } from '../context';
import { AppError } from '../errors';

/** Whose key the request has. The auth checker has seen to it that there is one. */
export function viewerOf({ viewer }: RequestContext): Viewer {
  if (!viewer) throw new AppError('UNAUTHENTICATED', 'Authentication required');
  return viewer;
}

/** The account of the request's key. */
export function accountOf(context: RequestContext): string {
  return viewerOf(context).accountId;
}
