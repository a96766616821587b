import type { RequestContext } from '../context';

/** What our middleware keeps on a request. */
export interface RequestState extends RequestContext {
  /** The refusal that was answered, for the access log. */
  refusal?: string;
  /** The route that answers, with names in place of values, where it is not the router's. */
  route?: string;
  /** The query, once it was asked for. */
  parameters?: URLSearchParams;
}
