import { graphql } from 'relay-runtime';

/** What a row shows of a call; refetched alone by its id, through `node`. */
export const callRow = graphql`
  fragment CallRow_call on Call @refetchable(queryName: "CallRowRefetchQuery") {
    status
    startTime
    toNumber
    contact {
      ...ContactName_contact
    }
    agent {
      id
      name
    }
    transcript {
      status
      turns {
        index
        role
        text
      }
    }
    analysis {
      summary
      success {
        verdict
        score
      }
    }
  }
`;

export const contactName = graphql`
  fragment ContactName_contact on Contact {
    phoneNumber
    metadata
  }
`;

/** Any object of the account by its id. */
export const anything = graphql`
  query AnythingQuery($id: ID!) {
    node(id: $id) {
      __typename
      id
      ...CallRow_call @alias(as: "call")
      ... on Agent @alias(as: "agent") {
        name
        language
      }
    }
  }
`;
