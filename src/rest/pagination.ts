import { type Members, shaped } from './answer';
import type { QueryReader } from './query';

/** The query parameters of a list. */
export const PAGE_PARAMETERS = {
  page: 'Which page, from 1. Not together with `cursor`.',
  limit: 'How many a page has at most; 20 unless told.',
  cursor: 'The `nextCursor` of the page before. With it nothing is counted, so it is the way to go far.',
} as const;

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100;
const MAX_PAGE = 1_000_000;

/** Variables of a document that lists something. */
export interface PageVariables {
  first: number;
  after: string | null;
  offset: number | null;
  count: boolean;
}

/** How many a page is to have at most. */
export function pageSize(query: QueryReader): number {
  return query.integer('limit', 1, MAX_LIMIT) ?? DEFAULT_LIMIT;
}

/** Pages are counted unless a cursor is given, which is the way to go far. */
export function pageVariables(query: QueryReader): PageVariables {
  const first = pageSize(query);
  const page = query.integer('page', 1, MAX_PAGE);
  const after = query.text('cursor');
  if (after !== null && page !== null) query.wrong('page', 'page cannot be used together with cursor');
  return after === null
    ? { first, after, offset: ((page ?? 1) - 1) * first, count: true }
    : { first, after, offset: null, count: false };
}

/** The `pagination` of a list. */
export interface Pagination {
  page: number | null;
  limit: number;
  total: number | null;
  totalPages: number | null;
  hasMore: boolean;
  nextCursor: string | null;
}

const count = (description: string) => ({ schema: { type: ['integer', 'null'], description } });
const COUNTED: Members<Pagination> = {
  page: count('Which page this is; null with a cursor.'),
  limit: { schema: { type: 'integer', description: 'How many a page has at most.' } },
  total: count('How many there are in the whole list; null with a cursor.'),
  totalPages: count('How many pages that is; null with a cursor.'),
  hasMore: { schema: { type: 'boolean', description: 'Whether another page follows.' } },
  nextCursor: { schema: { type: ['string', 'null'], description: 'Leads to the next page; null: there is none.' } },
};

/** How the documentation describes {@link Pagination}: nothing of it stands in the schema. */
export const PAGINATION = shaped('', { name: 'Pagination', about: 'Where a page lies in its list.', members: COUNTED });

/** Says where a page lies. With a cursor nothing is counted. */
export function paginationOf(
  list: { pageInfo: { hasNextPage: boolean; endCursor: string | null }; totalCount?: number },
  query: QueryReader,
): Pagination {
  const { first: limit, offset } = pageVariables(query);
  const total = list.totalCount ?? null;
  return {
    page: offset === null ? null : offset / limit + 1,
    limit,
    total,
    totalPages: total === null ? null : Math.ceil(total / limit),
    hasMore: list.pageInfo.hasNextPage,
    nextCursor: list.pageInfo.hasNextPage ? list.pageInfo.endCursor : null,
  };
}

/** Says how to read on in a feed, which has no last page: there is a cursor even if nothing more is there yet. */
export function feedPagination(query: QueryReader, hasMore: boolean, nextCursor: string | null): Pagination {
  return { page: null, limit: pageSize(query), total: null, totalPages: null, hasMore, nextCursor };
}
