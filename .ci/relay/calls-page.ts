import { graphql } from 'relay-runtime';

/** A list that grows at both ends, as `usePaginationFragment` reads it. */
export const callsPage = graphql`
  query CallsPageQuery($first: Int = 20) {
    ...CallsPage_calls @arguments(first: $first)
  }
`;

export const callsPageCalls = graphql`
  fragment CallsPage_calls on Query
  @refetchable(queryName: "CallsPageRefetchQuery")
  @argumentDefinitions(
    first: { type: "Int" }
    after: { type: "String" }
    last: { type: "Int" }
    before: { type: "String" }
    filter: { type: "CallFilter" }
  ) {
    calls(first: $first, after: $after, last: $last, before: $before, filter: $filter)
      @connection(key: "CallsPage_calls", filters: ["filter"]) {
      edges {
        cursor
        node {
          id
          ...CallRow_call
        }
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
    }
  }
`;
